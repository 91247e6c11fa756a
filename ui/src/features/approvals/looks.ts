import type { ApprovalState, ApprovalView } from "@/backend/wire";
import type { Tone } from "@/shared/StateTag";

const stateTone: Record<ApprovalState, Tone> = {
  asked: "amber",
  approved: "green",
  refused: "red",
  withdrawn: "quiet",
  expired: "quiet",
  second_look: "amber",
  cleared: "green",
};

/** How a request stands: what was done first and not looked at in time is overdue. */
export function standing({ state, overdue }: ApprovalView): { word: ApprovalState | "overdue"; tone: Tone } {
  return overdue ? { word: "overdue", tone: "red" } : { word: state, tone: stateTone[state] };
}
