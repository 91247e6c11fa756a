import { useMemo } from "react";
import type { AccountView, CustomerCard } from "@/backend/wire";
import { goTo, useRoute } from "@/shared/route";

/** Who is being served, as the address has it: a reload finds the same person at the counter. */
export type Visit = {
  customer: number;
  /** The accounts chosen, in the order of choosing; empty means those with something due. */
  accounts: number[];
  /** A bill that was scanned: its account is meant. */
  bill: number | null;
  ticket: number | null;
};

export function useVisit(): Visit | null {
  const { query } = useRoute();
  const text = query.toString();
  return useMemo(() => {
    const asked = new URLSearchParams(text);
    const customer = id(asked.get("customer"));
    if (customer === null) return null;
    const accounts = (asked.get("accounts") ?? "").split(",").map(id).filter((one) => one !== null);
    return { customer, accounts, bill: id(asked.get("bill")), ticket: id(asked.get("ticket")) };
  }, [text]);
}

function id(text: string | null): number | null {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

export function showVisit(visit: Visit) {
  goTo("counter", "", {
    customer: visit.customer,
    accounts: visit.accounts.join(","),
    bill: visit.bill ?? undefined,
    ticket: visit.ticket ?? undefined,
  });
}

export function endVisit() {
  goTo("counter");
}

/** The accounts this visit pays for: those chosen, else the bill's, else all with something due. */
export function chosenAccounts(visit: Visit, card: CustomerCard): AccountView[] {
  const usable = card.accounts.filter((account) => account.status !== "closed");
  const named = visit.accounts.flatMap((wanted) => usable.filter((account) => account.id === wanted));
  if (named.length > 0) return named;
  const billed = usable.filter((account) => account.open_bills.some((bill) => bill.id === visit.bill));
  if (billed.length > 0) return billed;
  const owing = usable.filter((account) => account.due > 0);
  return owing.length > 0 ? owing : usable.slice(0, 1);
}

/** The choice with an account taken in or left out; the last one stays. */
export function toggled(chosen: AccountView[], account: number): number[] {
  const ids = chosen.map((one) => one.id);
  if (!ids.includes(account)) return [...ids, account];
  return ids.length > 1 ? ids.filter((one) => one !== account) : ids;
}
