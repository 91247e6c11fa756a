import type { Day } from "./Day";
import type { DepositView } from "./DepositView";
import type { BroughtView } from "./BroughtView";
import type { SafeCounted } from "./SafeCounted";
export type DayCash = { on: Day, slips: Array<DepositView>, counts: Array<SafeCounted>, brought: Array<BroughtView> };
