import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import type { PaymentPreview, ShareLine } from "@/backend/wire";
import { screen } from "@/test/window";
import { Allocation } from "./Allocation";

const line = (bill: number, part: ShareLine["part"], month: string, paid: number): ShareLine => ({
  bill, number: String(bill), account: 1, account_number: "4-1", service: "electricity", period_to: `2026-${month}-30`, part, due: paid, paid,
});

test("what the bills get is in sight first, and the surcharges on a month are one line", () => {
  const lines = [
    line(11, "surcharge", "06", 15_62), line(12, "surcharge", "06", 15_62), line(-1, "surcharge", "06", 3_00),
    line(13, "surcharge", "07", 9_00), line(-3, "surcharge", "08", 1_00), line(1, "bill", "06", 1_000_00),
  ];
  const preview = { lines, order: "arrears_first", credit_used: 0, credit_added: 0, left: 0 } as unknown as PaymentPreview;
  render(
    <MantineProvider>
      <Allocation preview={preview} directed onDirect={() => {}} onRule={() => {}} />
    </MantineProvider>,
  );
  expect(screen.getAllByRole("term").map((one) => `${one.textContent} ${one.nextSibling?.textContent}`)).toEqual([
    "Electricity Jun 2026 ₹1,000.00",
    "Surcharges on Electricity Jun 2026: 2 and today's ₹34.24",
    "Surcharge on Electricity Jul 2026 ₹9.00",
    "Today's surcharge on Electricity Aug 2026 ₹1.00",
  ]);
});
