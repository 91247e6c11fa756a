import { useView } from "@/backend/useView";
import type { ApprovalRules, DayState } from "@/backend/wire";

type Kind = ApprovalRules["ceilings"][number]["kind"];

/**
 * The most that is done first, to be looked at later: all of it where nobody else is, or no manager may approve so much of
 * what has happened; else what the office does so.
 */
export function useMostFirst(day: DayState): (kind: Kind, amount: number) => number | null {
  const rules = useView("approval_rules", {});
  return (kind, amount) => {
    const most = rules.data?.ceilings.filter((one) => one.kind === kind) ?? [];
    const above = most.length > 0 && most.every((one) => one.most !== null && amount > one.most);
    return day.alone || above ? amount : upTo(day, amount);
  };
}

/** What the office does first, of what nobody does alone whoever else is there. */
export function upTo(day: DayState, amount: number): number | null {
  return day.second_look !== null && amount <= day.second_look ? day.second_look : null;
}
