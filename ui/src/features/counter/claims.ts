import type { OpenBillView } from "@/backend/wire";

/** An open claim with the surcharges that were charged on it. */
export type OpenClaim = { bill: OpenBillView; surcharges: OpenBillView[] };

/**
 * Open bills as a clerk explains them: each surcharge under the claim it is on. One whose claim is paid already stands
 * by itself, where it stood.
 */
export function claimsOf(open: OpenBillView[]): OpenClaim[] {
  const ids = new Set(open.map((bill) => bill.id));
  const under = (bill: OpenBillView) => (bill.kind === "surcharge" && bill.parent !== null && ids.has(bill.parent) ? bill.parent : null);
  return open
    .filter((bill) => under(bill) === null)
    .map((bill) => ({ bill, surcharges: open.filter((one) => under(one) === bill.id) }));
}
