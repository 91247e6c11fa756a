import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { PaymentRow, TakePayment } from "@/backend/wire";
import { openWindow, screen } from "@/test/window";

const paidNumber = () => screen.findByTestId("receipt-number");
const payments = (calls: { name: string; input: unknown }[]) =>
  calls.filter((one) => one.name === "take_payment").map((one) => one.input as TakePayment);

test("a full payment with change takes six keystrokes and the digits of the cash", async () => {
  const { user, branch } = openWindow();
  await screen.findByText("U-014", { selector: "strong" });

  await user.keyboard("{F3}");
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "2,359.42"));
  expect(document.activeElement).toBe(screen.getByLabelText("Pay"));
  await user.keyboard("{Enter}2500{Enter}");
  expect(await screen.findByText("₹140.58")).toBeTruthy();
  expect(document.activeElement?.textContent).toContain("Pay and print receipt");
  await user.keyboard("{Enter}");
  expect((await paidNumber()).textContent).toBe("C2/26-27/000412");
  expect(document.activeElement?.textContent).toContain("Print receipt");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(branch.opened).toEqual([{ kind: "receipt", payment: 1, format: "pdf" }]));
  await user.keyboard("{Escape}");
  expect(await screen.findByText("Who is here?")).toBeTruthy();

  const [payment] = payments(branch.calls);
  expect(payment).toMatchObject({ ticket: 1, pay: 235942, tenders: [{ method: "cash", amount: 250000 }] });
});

test("a scanned account number opens the account at once and pays for it alone", async () => {
  const { user, branch } = openWindow();
  const find = await screen.findByRole("combobox", { name: "Find an account, bill or person" });
  await waitFor(() => expect(document.activeElement).toBe(find));
  await user.keyboard("W-55 102{Enter}");
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "499.00"));
  await user.keyboard("{Enter}{Enter}{F8}");
  await paidNumber();
  expect(payments(branch.calls)[0]?.accounts).toEqual([{ account: 2, version: 1 }]);
});

test("what of a claim is due with a later bill stands under it, by that bill's date", async () => {
  const { branch } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  const account = branch.book.customers[0]?.accounts[1];
  if (account) account.open_bills = account.open_bills.map((bill) => ({ ...bill, later: [{ due_on: "2026-12-26", amount: 20_000 }] }));
  const row = await screen.findByRole("row", { name: /of it, with a later bill/ });
  expect(row.textContent).toMatch(/26 Dec.*200\.00/);
});

test("what was paid last is what stands: neither a void nor what fell after its day", async () => {
  const { branch } = openWindow({ at: "#/settings" });
  const row = (id: number, paid: number, fallen: PaymentRow["fallen"]): PaymentRow => ({
    id, number: `C2/26-27/00000${id}`, business_on: "2026-11-20", taken_at: 0, customer: 1, name: "Asha Rai", paid,
    methods: ["cheque"], clerk: "clerk", counter: "C2", void: false, fallen,
  });
  const payments = [row(2, 777_00, "bounce"), row(1, 333_00, null)];
  branch.book.customers = branch.book.customers.map((card) => (card.id === 1 ? { ...card, payments } : card));
  window.location.hash = "#/counter?customer=1&accounts=2";
  const said = await screen.findByText(/Last paid/);
  expect(said.textContent).toMatch(/333\.00/);
});

test("money over what is due is announced as credit before it is taken", async () => {
  const { user } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "499.00"));
  await user.clear(screen.getByLabelText("Pay"));
  await user.type(screen.getByLabelText("Pay"), "600");
  expect(
    await screen.findByText("₹101.00 more than is due stays on account W-55 102 as credit for the next bill."),
  ).toBeTruthy();
});

test("a payment that is sent again after a fault carries the same request id, a changed one a new id", async () => {
  const { user, branch } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "499.00"));
  const usual = branch.call;
  branch.call = async (name, input, byHand) => {
    if (name !== "take_payment") return usual(name, input, byHand);
    branch.calls.push({ name, input });
    throw { code: "fault", message: "something went wrong", hint: "Try again.", reference: "A1B2C3" };
  };
  await user.keyboard("{F8}");
  expect(await screen.findByText("A1B2C3")).toBeTruthy();
  await user.keyboard("{F8}");
  await waitFor(() => expect(payments(branch.calls)).toHaveLength(2));
  await user.clear(screen.getByLabelText("Pay"));
  await user.type(screen.getByLabelText("Pay"), "400{F8}");
  await waitFor(() => expect(payments(branch.calls)).toHaveLength(3));

  const [first, second, third] = payments(branch.calls).map((one) => one.request_id);
  expect(first).toMatch(/-7/);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test("what cannot be read as an amount is not taken for exactly what is due, and nothing is paid before it can", async () => {
  const { user, branch } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "499.00"));
  await user.keyboard("{Enter}2oo0{F8}");
  const given = screen.getByLabelText("Cash given");
  expect(given.getAttribute("aria-invalid")).toBe("true");
  expect(document.activeElement).toBe(given);
  await user.clear(given);
  await user.type(given, "5,00{F8}");
  expect(payments(branch.calls)).toEqual([]);
  await user.clear(given);
  await user.keyboard("{F8}");
  await paidNumber();
  expect(payments(branch.calls)[0]).toMatchObject({ pay: 49900, tenders: [{ method: "cash", amount: 49900 }] });
});

test("the least to pay takes the place of what was typed, in the field too", async () => {
  const { user } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  const pay = await screen.findByLabelText("Pay");
  await waitFor(() => expect(pay).toHaveProperty("value", "499.00"));
  await user.keyboard("1oo");
  expect(pay.getAttribute("aria-invalid")).toBe("true");
  await user.clear(pay);
  await user.keyboard("600{Enter}");
  expect(pay).toHaveProperty("value", "600.00");
});

test("a cheque needs its number, and the refusal stands where the payment is made", async () => {
  const { user } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "499.00"));
  await user.keyboard("{Alt>}4{/Alt}{F8}");
  const panel = screen.getByRole("region", { name: "Take payment" });
  expect((await within(panel).findByRole("alert")).textContent).toContain("A cheque payment needs its reference.");

  // Another way of paying: what was refused is no longer what stands there.
  await user.keyboard("{Alt>}1{/Alt}");
  await waitFor(() => expect(within(panel).queryByRole("alert")).toBeNull());
});

test("a cheque is the payer's own unless a name is typed, and Enter walks from number over bank to the name", async () => {
  const { user, branch } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "499.00"));
  // The office has one of this number and bank, and asks whose this one is before it takes it.
  const usual = branch.call;
  branch.call = async (name, input, byHand) => {
    if (name !== "take_payment" || (input as TakePayment).tenders[0]?.drawer) return usual(name, input, byHand);
    branch.calls.push({ name, input });
    throw { code: "whose_cheque", message: "cheque 000123 of Canara Bank was taken today as one of Bhima Naik: whose is this one?", hint: "Type the name.", reference: "" };
  };
  await user.keyboard("{Alt>}4{/Alt}000123{Enter}Canara Bank{Enter}");
  expect(document.activeElement).toBe(screen.getByLabelText("Name on the cheque"));
  await user.keyboard("{Enter}{Enter}");
  const panel = screen.getByRole("region", { name: "Take payment" });
  expect((await within(panel).findByRole("alert")).textContent).toContain("whose is this one?");
  await user.type(screen.getByLabelText("Name on the cheque"), "Meena Kamath");
  await waitFor(() => expect(within(panel).queryByRole("alert")).toBeNull());
  await user.keyboard("{F8}");
  await paidNumber();
  expect(payments(branch.calls).map((one) => one.tenders)).toEqual([
    [{ method: "cheque", amount: 49900, reference: "000123", bank: "Canara Bank" }],
    [{ method: "cheque", amount: 49900, reference: "000123", bank: "Canara Bank", drawer: "Meena Kamath" }],
  ]);
});

test("beside a cheque that passed for another's own it is asked which paper this is, and both answers are sent", async () => {
  const { user, branch } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "499.00"));
  const usual = branch.call;
  branch.call = async (name, input, byHand) => {
    if (name !== "take_payment" || (input as TakePayment).tenders[0]?.paper) return usual(name, input, byHand);
    branch.calls.push({ name, input });
    throw { code: "whose_cheque", message: "cheque 000123 of Canara Bank was taken today as one of Chitra Pai: whose is this one?", hint: "Look at the paper.", reference: "" };
  };
  await user.keyboard("{Alt>}4{/Alt}000123{Enter}Canara Bank{Enter}");
  expect(screen.queryByRole("radiogroup", { name: "Which paper is it?" })).toBeNull();
  await user.keyboard("Meena Kamath{F8}");
  const which = within(await screen.findByRole("radiogroup", { name: "Which paper is it?" }));
  await user.click(which.getByRole("radio", { name: "Another one" }));
  await user.click(which.getByRole("radio", { name: "The same paper" }));
  await user.keyboard("{F8}");
  await paidNumber();
  const cheque = { method: "cheque", amount: 49900, reference: "000123", bank: "Canara Bank", drawer: "Meena Kamath" };
  expect(payments(branch.calls).map((one) => one.tenders)).toEqual([[cheque], [{ ...cheque, paper: "same" }]]);
});

test("a payment may be split over several ways of paying", async () => {
  const { user, branch } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "499.00"));
  await user.keyboard("{F9}");
  const [first, second] = await screen.findAllByLabelText("Amount");
  if (!first || !second) throw new Error("two tenders are offered");
  await user.clear(first);
  await user.type(first, "300");
  await user.clear(second);
  await user.type(second, "199");
  await user.type(screen.getByLabelText("UPI reference"), "UPI-77");
  await user.keyboard("{F8}");
  await paidNumber();
  expect(payments(branch.calls)[0]?.tenders).toEqual([
    { method: "cash", amount: 30000 },
    { method: "upi", amount: 19900, reference: "UPI-77" },
  ]);
});

test("among several ways of paying a cheque bears its name, too", async () => {
  const { user, branch } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "499.00"));
  await user.keyboard("{F9}");
  const ways = await screen.findAllByRole("combobox", { name: "Way of paying" });
  if (!ways[0]) throw new Error("two tenders are offered");
  await user.selectOptions(ways[0], "Cheque");
  const [first, second] = await screen.findAllByLabelText("Amount");
  if (!first || !second) throw new Error("two tenders are offered");
  await user.clear(first);
  await user.type(first, "300");
  await user.type(screen.getByLabelText("Cheque number"), "000123");
  await user.type(screen.getByRole("textbox", { name: "Bank" }), "SBI");
  await user.type(screen.getByLabelText("Name on the cheque"), "Meena Kamath");
  await user.clear(second);
  await user.type(second, "199");
  await user.type(screen.getByLabelText("UPI reference"), "UPI-77");
  await user.keyboard("{F8}");
  await paidNumber();
  expect(payments(branch.calls)[0]?.tenders).toEqual([
    { method: "cheque", amount: 30000, reference: "000123", bank: "SBI", drawer: "Meena Kamath" },
    { method: "upi", amount: 19900, reference: "UPI-77" },
  ]);
});

test("undo shows what will happen, asks why, and redo brings it back", async () => {
  const { user, branch } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "499.00"));
  await user.keyboard("{F8}");
  await paidNumber();

  await user.keyboard("{Control>}z{/Control}");
  expect(await screen.findByText("Receipt C2/26-27/000412 becomes void and keeps its number.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Undo it" })).toHaveProperty("disabled", true);
  await user.keyboard("2{Enter}");
  await waitFor(() => expect(branch.calls.some((one) => one.name === "undo")).toBe(true));
  expect(branch.calls.find((one) => one.name === "undo")?.input).toMatchObject({ reason: "wrong_amount", target: { step: branch.book.steps[0]?.step } });
  expect(await screen.findByText("C2V/26-27/00001")).toBeTruthy();
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Print the slip"));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(branch.opened).toEqual([{ kind: "slip", payment: 1, format: "pdf" }]));

  await waitFor(() => expect(screen.queryByText("C2V/26-27/00001")).toBeNull());
  await user.keyboard("{Control>}y{/Control}");
  await screen.findByText(/is taken again, with a new receipt/);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(branch.calls.find((one) => one.name === "redo")?.input).toMatchObject({ step: branch.book.steps[0]?.step }));
});

test("what lies behind a dialog does not answer its keys", async () => {
  const { user, branch } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "499.00"));
  await user.keyboard("{F6}");
  await screen.findByText("You have done nothing yet today.");
  await user.keyboard("{F8}");
  expect(payments(branch.calls)).toEqual([]);
});

test("the question mark lists the keys while the cursor waits in an empty search or an amount", async () => {
  const { user } = openWindow();
  const find = await screen.findByRole("combobox", { name: "Find an account, bill or person" });
  await waitFor(() => expect(document.activeElement).toBe(find));
  await user.keyboard("?");
  expect(await screen.findByText("Keys of this screen")).toBeTruthy();
  expect(find).toHaveProperty("value", "");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByText("Keys of this screen")).toBeNull());

  await user.keyboard("{F3}");
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "2,359.42"));
  await user.keyboard("?");
  expect(await screen.findByText("Keys of this screen")).toBeTruthy();
  expect(screen.getByText("Hold the ticket", { selector: "dd" })).toBeTruthy();
});

test("a question mark in a search that has begun is only a letter", async () => {
  const { user } = openWindow();
  const find = await screen.findByRole("combobox", { name: "Find an account, bill or person" });
  await waitFor(() => expect(document.activeElement).toBe(find));
  await user.keyboard("asha?");
  expect(find).toHaveProperty("value", "asha?");
  expect(screen.queryByText("Keys of this screen")).toBeNull();
});

test.each([
  ["F5", "finish_ticket"],
  ["F10", "hold_ticket"],
  ["F11", "no_show"],
])("%s ends the visit without a payment, and the cursor waits for the next one", async (key, act) => {
  const { user, branch } = openWindow();
  await screen.findByText("U-014", { selector: "strong" });
  await user.keyboard("{F3}");
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "2,359.42"));
  await user.keyboard(`{${key}}`);
  await screen.findByText("Who is here?");
  expect(branch.calls.find((one) => one.name === act)?.input).toMatchObject({ ticket: 1 });
  const find = screen.getByRole("combobox", { name: "Find an account, bill or person" });
  await waitFor(() => expect(document.activeElement).toBe(find));
});

test("Esc goes back a step at a time: to the amount, then to an empty counter", async () => {
  const { user } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  await waitFor(() => expect(screen.getByLabelText("Pay")).toHaveProperty("value", "499.00"));
  await user.keyboard("{Enter}");
  expect(document.activeElement).toBe(screen.getByLabelText("Cash given"));
  await user.keyboard("{Escape}");
  expect(document.activeElement).toBe(screen.getByLabelText("Pay"));
  await user.keyboard("{Escape}");
  expect(await screen.findByText("Who is here?")).toBeTruthy();
});

test("a fee that falls with the payment is told before it and after", async () => {
  const { user } = openWindow({ at: "#/counter?customer=1&accounts=2", book: { spared: 20_00 } });
  expect(await screen.findByText("The fee of ₹20.00 for reconnection falls with this payment: it is neither due nor paid.")).toBeTruthy();
  await user.keyboard("{Enter}{Enter}{F8}");
  await paidNumber();
  expect(screen.getByText("The fee of ₹20.00 for reconnection has fallen.")).toBeTruthy();
});
