import type { AccountView, Minimum } from "@/backend/wire";

/** The least to pay on an account that is late or cut. */
export function minimumOf(account: Pick<AccountView, "status" | "overdue">): Minimum | null {
  if (account.status === "cut") return { kind: "get_back_on", amount: account.overdue + 150_00, by: null };
  return account.overdue > 0 ? { kind: "stay_on", amount: Math.ceil(account.overdue / 2), by: null } : null;
}
