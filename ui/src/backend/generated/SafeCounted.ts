import type { Instant } from "./Instant";
import type { Money } from "./Money";
export type SafeCounted = { number: string, at: Instant, by: string, counted: Money, expected: Money, off: Money, reason: string, allowed_by: string };
