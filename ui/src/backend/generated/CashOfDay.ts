import type { Day } from "./Day";
export type CashOfDay = { on: Day };
