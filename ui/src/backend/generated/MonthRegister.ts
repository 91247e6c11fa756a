import type { Month } from "./Month";
import type { Register } from "./Register";
export type MonthRegister = { month: Month, register: Register };
