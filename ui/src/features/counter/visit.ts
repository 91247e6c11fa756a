import { useMemo } from "react";
import { goTo, useRoute } from "@/shared/route";

/** Who is being served, as the address has it: a reload finds the same people at the counter. */
export type Visit = { accounts: number[]; ticket: number | null };

export function useVisit(): Visit {
  const { query } = useRoute();
  const accounts = query.get("accounts") ?? "";
  const ticket = Number(query.get("ticket"));
  return useMemo(() => ({ accounts: ids(accounts), ticket: ticket > 0 ? ticket : null }), [accounts, ticket]);
}

function ids(text: string): number[] {
  return text
    .split(",")
    .map(Number)
    .filter((id) => Number.isSafeInteger(id) && id > 0);
}

export function showVisit({ accounts, ticket }: Visit) {
  goTo("counter", "", { accounts: accounts.join(","), ticket: ticket ?? undefined });
}

export function endVisit() {
  goTo("counter");
}

/** The visit with an account taken in or left out; the order of choosing stays. */
export function toggled(visit: Visit, account: number): Visit {
  const has = visit.accounts.includes(account);
  return {
    ...visit,
    accounts: has ? visit.accounts.filter((id) => id !== account) : [...visit.accounts, account],
  };
}
