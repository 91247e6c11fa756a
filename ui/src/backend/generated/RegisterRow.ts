import type { Day } from "./Day";
export type RegisterRow = { on: Day, act: string, subject: string, who: string };
