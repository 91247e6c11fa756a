import type { DisputeState, OrderState, PlanState, Rung } from "@/backend/wire";
import type { Tone } from "@/shared/StateTag";

/** A rung's colour; its word says the same. */
export const rungTone: Record<Rung, Tone> = {
  clear: "green",
  due: "amber",
  reminder: "amber",
  final_notice: "red",
  cut_list: "red",
  cut: "red",
  reconnection: "brand",
};

export const rungs: Rung[] = ["due", "reminder", "final_notice", "cut_list", "cut", "reconnection"];

export const orderTone: Record<OrderState, Tone> = { open: "red", done: "green", stopped: "violet", failed: "amber" };

export const planTone: Record<PlanState, Tone> = { active: "brand", kept: "green", broken: "red", cancelled: "quiet" };

export const disputeTone: Record<DisputeState, Tone> = {
  open: "amber",
  upheld: "green",
  rejected: "quiet",
  withdrawn: "quiet",
};

export const buckets = ["not_due", "to_30", "to_60", "to_90", "over_90"] as const;
