import { expect, test } from "vitest";
import type { OpenBillView } from "@/backend/wire";
import { claimsOf } from "./claims";

const open = (id: number, kind: OpenBillView["kind"], parent: number | null = null): OpenBillView => ({
  id, kind, number: String(id), period_to: "2026-06-30", due_on: "2026-07-15", surcharge: 0, rest: 17, parent, accrued: 0,
  lateness: { state: "not_due", days: 3 }, late_from: "2026-07-15", later: [],
});

test("a surcharge stands under the claim it is on, and by itself once that is paid", () => {
  const claims = claimsOf([open(1, "bill"), open(7, "surcharge", 1), open(2, "debit_note", 1), open(8, "surcharge", 1), open(9, "surcharge", 4)]);

  expect(claims.map(({ bill, surcharges }) => [bill.id, surcharges.map((one) => one.id)])).toEqual([
    [1, [7, 8]],
    [2, []],
    [9, []],
  ]);
});
