import type { ChequeState } from "@/backend/wire";
import type { Tone } from "@/shared/StateTag";

export const chequeStates: ChequeState[] = ["received", "deposited", "realised", "bounced", "returned"];

export const chequeTone: Record<ChequeState, Tone> = {
  received: "amber",
  deposited: "brand",
  realised: "green",
  bounced: "red",
  returned: "violet",
};
