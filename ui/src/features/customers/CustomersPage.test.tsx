import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openWindow, screen } from "@/test/window";

test("a customer is found by the beginning of a name and opened by the keys alone", async () => {
  const { user } = openWindow({ at: "#/customers" });
  const field = await screen.findByLabelText("Find a customer");
  await waitFor(() => expect(document.activeElement).toBe(field));
  await user.keyboard("lavina");
  await screen.findByText("12 rows");
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(document.activeElement?.tagName).toBe("TR"));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(window.location.hash).toBe("#/customers/4"));
});

test("a scanned number opens its customer before any list is there", async () => {
  const { user } = openWindow({ at: "#/customers" });
  const field = await screen.findByLabelText("Find a customer");
  await waitFor(() => expect(document.activeElement).toBe(field));
  await user.keyboard("W-2026-000512{Enter}");
  await waitFor(() => expect(window.location.hash).toBe("#/customers/1"));
});

test("the parts of a profile are turned to by their keys, and Esc goes back to everybody", async () => {
  const { user } = openWindow({ at: "#/customers/1" });
  await screen.findByRole("tab", { name: "Accounts", selected: true });
  await user.keyboard("{Alt>}2{/Alt}");
  await screen.findByRole("tab", { name: "Bills", selected: true });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(window.location.hash).toBe("#/customers"));
});

test("an edit carries the version that was shown", async () => {
  const { user, branch } = openWindow({ at: "#/customers/1" });
  await screen.findByRole("heading", { name: /Asha Rai/ });
  await user.keyboard("{F7}");
  const phone = await screen.findByLabelText("Phone");
  await user.clear(phone);
  await user.type(phone, "9845012345{Enter}");
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "save_customer")?.input).toMatchObject({
      customer: 1,
      version: 1,
      phone: "9845012345",
    }),
  );
});

test("a customer's papers are in a language that documents have, chosen by its own name, or the office's", async () => {
  const { user, branch } = openWindow({ at: "#/customers/1" });
  await screen.findByRole("heading", { name: /Asha Rai/ });
  await user.keyboard("{F7}");
  const language = await screen.findByLabelText("Language of documents");
  const names = within(language).getAllByRole("option").map((option) => option.textContent);
  expect(names).toEqual(["The office’s: English", "English", "हिन्दी", "ಕನ್ನಡ"]);
  await user.selectOptions(language, "ಕನ್ನಡ");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "save_customer")?.input).toMatchObject({ language: "kn" }),
  );
});

test("a consumer sees their own card and no way to change it", async () => {
  openWindow({ as: "consumer" });
  await screen.findByRole("heading", { name: /Asha Rai/ });
  expect(screen.queryByRole("button", { name: /Edit/ })).toBeNull();
  expect(screen.queryByRole("button", { name: /All customers/ })).toBeNull();
});

test("an account is put on a plan of its service, and the bills of days that it rules by then are named", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/customers/1" });
  await screen.findByRole("heading", { name: /Asha Rai/ });
  const [row] = await screen.findAllByText("LT-1 Domestic");
  if (!row) throw new Error("one account is on it");
  await user.click(row);
  const sheet = within(await screen.findByRole("dialog", { name: /^Account / }));
  const plan = await sheet.findByRole("combobox", { name: "Tariff plan" });
  const names = within(plan).getAllByRole("option").map((option) => option.textContent);
  expect(names).toContain("LT-2a Domestic");
  expect(names[0]).toBe("LT-1 Domestic (not among the tariffs)");
  await user.selectOptions(plan, "LT-2a Domestic");
  await user.type(sheet.getByLabelText("Plan and loads hold from"), "2026-10-20");
  expect(await sheet.findByText("Bill B/26-27/00000101 was made before this was known, and keeps what it says.")).toBeTruthy();
  await user.click(sheet.getByRole("button", { name: "Save" }));
  expect(await screen.findByText(/Cancel and rebill each of them/)).toBeTruthy();
  expect(branch.calls.find((one) => one.name === "save_account")?.input).toMatchObject({ tariff: "LT-2a Domestic", terms_from: "2026-10-20" });
});

test("a disconnection is ordered for a day that nobody can misread, and taken back with the account's status", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/customers/1" });
  await screen.findByRole("heading", { name: /Asha Rai/ });
  const [, water] = await screen.findAllByRole("button", { name: "Change status…" });
  if (!water) throw new Error("each account has its button");
  await user.click(water);
  await user.click(await screen.findByRole("switch", { name: "A disconnection is ordered" }));
  expect(screen.getByRole("button", { name: "Disconnection on: 21 Nov 2026" })).toBeTruthy();
  await user.type(screen.getByLabelText(/Why\?/), "three bills unpaid{Enter}");
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "switch_account")?.input).toMatchObject({
      account: 2,
      status: "active",
      disconnection_on: "2026-11-21",
    }),
  );
});

test("credit is paid out of the account that holds it, by the button and by its key, with a manager's word", async () => {
  const { user, branch } = openWindow({ at: "#/customers/1" });
  await user.click(await screen.findByRole("button", { name: /Pay out credit/ }));
  const first = within(await screen.findByRole("dialog", { name: "Pay out credit" }));
  await user.click(first.getByRole("button", { name: "Leave it" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

  await user.keyboard("{F9}");
  const sheet = within(await screen.findByRole("dialog", { name: "Pay out credit" }));
  const accounts = within(sheet.getByRole("combobox", { name: "Account" })).getAllByRole("option");
  expect(accounts.map((option) => option.textContent)).toEqual(["Gas · G-7 8841"]);
  await sheet.findByText("The account holds ₹62.00 of credit.");
  await user.type(sheet.getByLabelText(/^Why is it paid out/), "Moves away");
  await user.click(sheet.getByRole("radio", { name: "Bank" }));
  expect(sheet.getByRole("button", { name: "Ask for approval" })).toHaveProperty("disabled", true);
  await user.type(sheet.getByLabelText(/^The bank.s reference/), "NEFT 4711");
  const manager = within(sheet.getByRole("group", { name: "A manager allows it here" }));
  await user.type(manager.getByRole("textbox"), "manager");
  await user.type(manager.getByLabelText("PIN", { selector: "input" }), "7391");
  await user.click(sheet.getByRole("button", { name: "Do it now" }));
  expect(await screen.findByText("Paid out, with refund voucher C2F/26-27/00001.")).toBeTruthy();
  expect(branch.calls.filter((one) => one.name === "ask_approval").map((one) => one.input)).toMatchObject([
    {
      asked: { act: "pay_out_credit", input: { amount: 6200, back_by: "bank", reference: "NEFT 4711", reason: "Moves away" } },
      reason: "Moves away",
      manager: { login: "manager", pin: "7391" },
    },
  ]);
});

test("credit that pays what is open is not paid out, and the sheet says why", async () => {
  const { user, branch } = openWindow({ at: "#/customers/1" });
  branch.book.customers = branch.book.customers.map((card) => ({
    ...card,
    accounts: card.accounts.map((one) => (one.credit > 0 ? { ...one, due: one.credit } : one)),
  }));
  await screen.findByRole("heading", { name: /Asha Rai/ });
  await user.keyboard("{F9}");
  const sheet = within(await screen.findByRole("dialog", { name: "Pay out credit" }));
  expect((await sheet.findByRole("alert")).textContent).toMatch(/credit pays what is open on the account/);
  await user.type(sheet.getByLabelText(/^Why is it paid out/), "Moves away");
  expect(sheet.getByRole("button", { name: "Ask for approval" })).toHaveProperty("disabled", true);
});

test("a customer without credit has none to be paid out", async () => {
  const { user, branch } = openWindow({ at: "#/customers/1" });
  branch.book.customers = branch.book.customers.map((card) => ({ ...card, credit: 0 }));
  await screen.findByRole("heading", { name: /Asha Rai/ });
  expect(screen.queryByRole("button", { name: /Pay out credit/ })).toBeNull();
  await user.keyboard("{F9}");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a consumer's palette holds commands and asks for nobody else", async () => {
  const { user, branch } = openWindow({ as: "consumer" });
  await screen.findByRole("heading", { name: /Asha Rai/ });
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox", { name: "What do you want to do?" }), "my acc");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(window.location.hash).toBe("#/customers"));
  expect(branch.calls.some((one) => one.name === "search")).toBe(false);
});

test("a consumer opens a whole bill of their own", async () => {
  const { user } = openWindow({ as: "consumer", at: "#/customers?tab=bills" });
  const table = await screen.findByRole("table", { name: "Bills" });
  const rows = within(table).getAllByRole("row");
  await user.click(rows[1] ?? table);
  const sheet = await screen.findByRole("dialog", { name: /Bill/ });
  expect(within(sheet).getByRole("button", { name: /Open/ })).toBeTruthy();
});

test("a claim is called what it is, on its sheet too", async () => {
  const { user, branch } = openWindow({ as: "consumer", at: "#/customers?tab=bills" });
  for (const card of branch.book.customers) {
    for (const account of card.accounts) account.open_bills = account.open_bills.map((bill) => ({ ...bill, kind: "debit_note" as const }));
  }
  const table = await screen.findByRole("table", { name: "Bills" });
  await user.click(within(table).getAllByRole("row")[1] ?? table);
  expect(await screen.findByRole("dialog", { name: /^Debit note / })).toBeTruthy();
});

test("the cancellation slip of a void payment is saved where the person says", async () => {
  const { user, branch } = openWindow({ at: "#/customers/1" });
  await screen.findByRole("heading", { name: /Asha Rai/ });
  await branch.call("take_payment", { request_id: "a", accounts: [{ account: 1, version: 1 }], pay: 1000, tenders: [{ method: "cash", amount: 1000 }], use_credit: false }, true);
  await branch.call("undo", { request_id: "b", reason: "twice" }, true);
  window.location.hash = "#/customers/1?receipt=1";
  await user.click(await screen.findByRole("button", { name: "Save the slip…" }));
  await waitFor(() => expect(branch.saved).toContainEqual({ kind: "slip", payment: 1, format: "pdf" }));
});

test("the sheet of a bill now has the focus on what issues it once the bill is there", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/customers/1?tab=bills" });
  let come = () => {};
  branch.slow.preview_bill = new Promise<void>((done) => (come = done));
  await user.click(await screen.findByRole("button", { name: "Make the bill…" }));
  const sheet = within(await screen.findByRole("dialog"));
  const issue = sheet.getByRole("button", { name: "Issue the bill" });
  expect(issue).toHaveProperty("disabled", true);
  // A key goes nowhere behind the sheet meanwhile.
  await waitFor(() => expect(screen.getByRole("dialog").contains(document.activeElement)).toBe(true));
  come();
  await waitFor(() => expect(document.activeElement).toBe(issue));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(branch.calls.some((one) => one.name === "issue_bill")).toBe(true));
});
