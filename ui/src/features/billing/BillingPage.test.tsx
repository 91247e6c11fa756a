import { cleanup, waitFor, within } from "@testing-library/react";
import { QueryClient } from "@tanstack/react-query";
import axe from "axe-core";
import { expect, test } from "vitest";
import { refreshTopics } from "@/backend/useCommand";
import { openWindow, screen } from "@/test/window";

const inputs = (branch: { calls: { name: string; input: unknown }[] }, name: string) =>
  branch.calls.filter((one) => one.name === name).map((one) => one.input);

/** The first one to come here waits for the room to be loaded; a job takes its time too. */
const patient = { timeout: 60_000 };

test("a cycle is tried, its outliers stand first, and only then it is posted", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/runs" });
  await screen.findByText("Bill a cycle", undefined, patient);
  expect(screen.queryByRole("button", { name: /Post the bills/ })).toBeNull();
  await user.keyboard("{F7}");
  expect(await screen.findByText("What it would come to", undefined, patient)).toBeTruthy();
  expect(inputs(branch, "preview_bill_run")).toEqual([{ cycle: "C01", route: "", to: "2026-11-21" }]);
  const outliers = screen.getByRole("table", { name: "To look at first" });
  const first = within(outliers).getAllByRole("row")[1];
  expect(first?.textContent).toContain("Cannot be billed");
  expect(first?.textContent).toContain("there is no tariff named LT-9 Temporary");
  await user.keyboard("{F8}");
  expect(await screen.findByText("The bills are posted.", undefined, patient)).toBeTruthy();
  expect(inputs(branch, "post_bill_run")).toEqual([{ cycle: "C01", route: "", to: "2026-11-21" }]);
  await waitFor(() => expect(screen.queryByText("What it would come to")).toBeNull());
  expect(screen.queryByRole("button", { name: /Post the bills/ })).toBeNull();
  expect(await screen.findByRole("heading", { name: /^C01, run \d+$/ }, patient)).toBeTruthy();
});

test("what stood out in a run is shown when it is posted, too, and leads to the meters", async () => {
  openWindow({ as: "manager", at: "#/billing/runs?run=77" });
  const outliers = within(await screen.findByRole("list", { name: "To look at in run 77" }, patient));
  expect(outliers.getByText(/Far above/)).toBeTruthy();
  const [first] = outliers.getAllByRole("link");
  expect(first?.getAttribute("href")).toMatch(/^#\/metering\/meters\?account=\d+$/);
});

test("what was tried for another route is not posted", async () => {
  const { user } = openWindow({ as: "manager", at: "#/billing/runs" });
  await screen.findByText("Bill a cycle", undefined, patient);
  await user.keyboard("{F7}");
  await screen.findByText("What it would come to", undefined, patient);
  await user.selectOptions(screen.getByRole("combobox", { name: "Route" }), "R1");
  expect(screen.getByRole("button", { name: /Post the bills/ })).toHaveProperty("disabled", true);
  expect(screen.getByText(/try again before posting/)).toBeTruthy();
});

test("what was tried before a tariff changed is tried again before it is posted", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/runs" });
  await screen.findByText("Bill a cycle", undefined, patient);
  await user.keyboard("{F7}");
  await screen.findByText("What it would come to", undefined, patient);
  await new Promise((later) => setTimeout(later, 2));
  await refreshTopics(new QueryClient(), ["tariffs"]);
  window.location.hash = "#/billing/bills";
  await waitFor(() => expect(screen.queryByText("What it would come to")).toBeNull());
  window.location.hash = "#/billing/runs";
  expect(await screen.findByText(/a tariff or the runs have changed; try again/, undefined, patient)).toBeTruthy();
  expect(screen.getByRole("button", { name: /Post the bills/ })).toHaveProperty("disabled", true);
  await user.keyboard("{F8}{F7}");
  await waitFor(() => expect(screen.getByRole("button", { name: /Post the bills/ })).toHaveProperty("disabled", false), patient);
  expect(inputs(branch, "post_bill_run")).toEqual([]);
});

test("a run that somebody has paid of is not taken back as one", async () => {
  const { user } = openWindow({ as: "manager", at: "#/billing/runs?run=1" });
  await user.click(await screen.findByRole("button", { name: /Take the run back/ }, patient));
  const sheet = within(await screen.findByRole("dialog", { name: /Take back the run/ }));
  expect(await sheet.findByText(/B\/26-27\/00000412 was paid, corrected, surcharged or disputed/)).toBeTruthy();
  expect(sheet.getByRole("button", { name: "Take it back" })).toHaveProperty("disabled", true);
});

test("a run that is no longer on the list is opened by its number", async () => {
  openWindow({ as: "manager", at: "#/billing/runs?run=77" });
  expect(await screen.findByRole("heading", { name: "C01, run 77" }, patient)).toBeTruthy();
});

test("who takes a run back is told before which bills' credit was used since, and which plans fall", async () => {
  const { user } = openWindow({ as: "manager", at: "#/billing/runs?run=77" });
  await user.click(await screen.findByRole("button", { name: /Take the run back/ }, patient));
  const sheet = within(await screen.findByRole("dialog", { name: /Take back the run/ }));
  const used = within(await sheet.findByRole("list", { name: /Credit of these bills was used since/ }));
  expect(used.getByText("B/26-27/00000398")).toBeTruthy();
  expect(used.getByText("and 2 more")).toBeTruthy();
  const planned = within(sheet.getByRole("list", { name: /Instalment plans pay some/ }));
  expect(planned.getByText("B/26-27/00000399 of account 1000 2345: plan 4 falls by ₹600.00")).toBeTruthy();
  expect(planned.getByText("B/26-27/00000399 of account 1000 2345: instalments of ₹300.00 of plan 4 are open again")).toBeTruthy();
  expect(sheet.getByRole("button", { name: "Take it back" })).toHaveProperty("disabled", false);
});

test("the PDFs of a run go where the person says", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/runs?run=1" });
  await user.click(await screen.findByRole("button", { name: "Save the PDFs…" }, patient));
  expect(await screen.findByText("/home/clerk/bills-2026-11-21-C01.pdf", undefined, patient)).toBeTruthy();
  expect(inputs(branch, "export_bill_batch")).toEqual([{ run: 1, folder: "/home/clerk", format: "pdf" }]);
});

test("the bills of a run go as one table where the person says", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/runs?run=1" });
  await user.click(await screen.findByRole("button", { name: "Save as a table…" }, patient));
  expect(await screen.findByText("/home/clerk/bills-2026-11-21-C01.csv", undefined, patient)).toBeTruthy();
  expect(inputs(branch, "export_bill_batch")).toEqual([{ run: 1, folder: "/home/clerk", format: "csv" }]);
});

test("files that are written and what was tried are there again after a look elsewhere", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/runs?run=1" });
  await user.selectOptions(await screen.findByRole("combobox", { name: /^Cycle/ }, patient), "C02");
  await user.keyboard("{F7}");
  expect(await screen.findByText("What it would come to", undefined, patient)).toBeTruthy();
  await user.click(await screen.findByRole("button", { name: "Save the PDFs…" }, patient));
  expect(await screen.findByText("/home/clerk/bills-2026-11-21-C01.pdf", undefined, patient)).toBeTruthy();
  window.location.hash = "#/billing/bills";
  await waitFor(() => expect(screen.queryByText("What it would come to")).toBeNull());
  window.location.hash = "#/billing/runs?run=1";
  expect(await screen.findByText("What it would come to", undefined, patient)).toBeTruthy();
  expect(screen.getByRole("combobox", { name: /^Cycle/ })).toHaveProperty("value", "C02");
  expect(screen.getByRole("button", { name: /Post the bills/ })).toHaveProperty("disabled", false);
  expect(await screen.findByText("/home/clerk/bills-2026-11-21-C01.pdf")).toBeTruthy();
  // What was written for one run stands beside no other.
  window.location.hash = "#/billing/runs?run=77";
  await waitFor(() => expect(screen.queryByText("/home/clerk/bills-2026-11-21-C01.pdf")).toBeNull());
  expect(inputs(branch, "export_bill_batch")).toHaveLength(1);
});

test("claims of one kind are listed alone, and a number is found whatever it claims", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/bills" });
  await screen.findByRole("table", { name: "Bills" }, patient);
  const kind = screen.getByRole("combobox", { name: "Kind" });
  await user.selectOptions(kind, "Late surcharges");
  await waitFor(() => expect(inputs(branch, "find_bills").at(-1)).toMatchObject({ text: "", kind: "surcharge" }));
  expect(await screen.findByText("The office has made none of this kind.", undefined, patient)).toBeTruthy();
  await user.keyboard("{F3}");
  await user.keyboard("e-2026-000841");
  expect(await screen.findByText("E-2026-000841", undefined, patient)).toBeTruthy();
  expect(kind).toHaveProperty("disabled", true);
});

test("a bill is found by its number and credited in part, with a reason", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/bills" });
  await screen.findByRole("table", { name: "Bills" }, patient);
  await user.keyboard("{F3}");
  await user.keyboard("e-2026-000841");
  const row = await screen.findByText("E-2026-000841", undefined, patient);
  await waitFor(() => expect(within(screen.getByRole("table", { name: "Bills" })).getAllByRole("row")).toHaveLength(2));
  await user.click(row);
  await user.click(await screen.findByRole("button", { name: /Correct…/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Give a credit note" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Credit note for E-2026-000841" }));
  await user.type(sheet.getByRole("textbox", { name: /Amount/ }), "100");
  await user.selectOptions(sheet.getByRole("combobox", { name: "Reason" }), "wrong_reading");
  await waitFor(() => expect(sheet.getByRole("status").textContent).toMatch(/surcharges that fall with it: .*1\.00.* in all less by: .*101\.00/));
  await user.selectOptions(sheet.getByRole("combobox", { name: "Reason" }), "subsidy");
  await waitFor(() => expect(sheet.getByRole("status").textContent).not.toMatch(/surcharges/));
  await user.click(sheet.getByRole("button", { name: "Give a credit note" }));
  await waitFor(() => expect(inputs(branch, "give_credit_note")).toMatchObject([{ bill: 101, amount: 10_000, reason: "subsidy" }]));
});

test("what a cancellation changes of all that is owed is told before", async () => {
  const { user } = openWindow({ as: "manager", at: "#/billing/bills?bill=101" });
  await user.click(await screen.findByRole("button", { name: /Correct…/ }, patient));
  await user.click(await screen.findByRole("menuitem", { name: "Cancel it" }));
  const sheet = within(await screen.findByRole("dialog", { name: /^Cancel E-2026-000841/ }));
  await waitFor(() => expect(sheet.getByRole("status").textContent).toMatch(/the account owes in all less by: .*\d/));
  expect(sheet.getByRole("status").textContent).toMatch(/the total of instalment plan 3 falls by: .*\d/);
});

test("an open bill is put on hold from its own sheet, late or not", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/bills?bill=101" });
  await user.click(await screen.findByRole("button", { name: /Correct…/ }, patient));
  await user.click(await screen.findByRole("menuitem", { name: "Put it on hold: dispute" }));
  const sheet = within(await screen.findByRole("dialog", { name: /^Dispute of a bill/ }));
  await user.type(sheet.getByLabelText(/What the customer says/), "the meter was read wrong{Enter}");
  await waitFor(() => expect(inputs(branch, "open_dispute")).toMatchObject([{ bill: 101, amount: null, reason: "the meter was read wrong" }]));
});

test("a bill is made anew from the reading as it should have been", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/bills?bill=102" });
  await user.click(await screen.findByRole("button", { name: /Correct…/ }, patient));
  await user.click(await screen.findByRole("menuitem", { name: "Cancel and bill anew" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Cancel E-2026-001207 and bill anew" }));
  const submit = sheet.getByRole("button", { name: "Cancel and bill anew" });
  expect(submit).toHaveProperty("disabled", true);
  await user.selectOptions(sheet.getByRole("combobox", { name: "Reason" }), "wrong_reading");
  expect(await sheet.findByRole("row", { name: /^Credit of the old one used since, claimed anew .*45\.00/ })).toBeTruthy();
  await user.type(await sheet.findByRole("textbox", { name: /on 22 Oct 2026/ }), "4120");
  expect(submit).toHaveProperty("disabled", true);
  await user.type(sheet.getByRole("textbox", { name: /Why the reading was wrong/ }), "two digits were swapped");
  await user.click(submit);
  await waitFor(() =>
    expect(inputs(branch, "cancel_and_rebill")).toMatchObject([
      { bill: 102, reason: "wrong_reading", note: "two digits were swapped", readings: [{ value: "4120", kind: "actual" }] },
    ]),
  );
});

test("a credit note on a disputed bill says that it is for something else", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/bills?bill=102", book: { inDispute: true } });
  await user.click(await screen.findByRole("button", { name: /Correct…/ }, patient));
  await user.click(await screen.findByRole("menuitem", { name: "Give a credit note" }));
  const sheet = within(await screen.findByRole("dialog", { name: /^Credit note for/ }));
  expect(sheet.queryByRole("checkbox")).toBeNull();
  await user.type(sheet.getByRole("textbox", { name: "Amount" }), "50");
  await user.selectOptions(sheet.getByRole("combobox", { name: "Reason" }), "twice");
  await sheet.findByText(/400\.00 of bill .* are in dispute/);
  await user.click(await sheet.findByRole("checkbox", { name: "This note is for something else than the dispute" }));
  expect(await sheet.findByText(/Left to pay after it/)).toBeTruthy();
  expect(sheet.queryByText(/are in dispute/)).toBeNull();
  await user.click(sheet.getByRole("button", { name: "Give a credit note" }));
  await waitFor(() =>
    expect(inputs(branch, "give_credit_note")).toMatchObject([{ amount: 50_00, reason: "twice", beside_dispute: true }]),
  );
});

test("of two registers that fell each is asked for itself", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/bills?bill=102", book: { bands: ["day", "night"], fell: true } });
  await user.click(await screen.findByRole("button", { name: /Correct…/ }, patient));
  await user.click(await screen.findByRole("menuitem", { name: "Cancel and bill anew" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Cancel E-2026-001207 and bill anew" }));
  await user.selectOptions(sheet.getByRole("combobox", { name: "Reason" }), "wrong_reading");
  const [day, night] = await sheet.findAllByRole("textbox", { name: /on 22 Oct 2026/ });
  if (!day || !night) throw new Error("two registers have a reading each");
  await user.type(day, "12");
  await user.type(night, "34");
  await user.type(sheet.getByRole("textbox", { name: /Why the reading was wrong/ }), "one ran over, one was misread");
  await user.click(sheet.getByRole("button", { name: "Cancel and bill anew" }));
  const [first, second] = await sheet.findAllByRole("radiogroup", { name: /register / });
  if (!first || !second) throw new Error("each register is asked about");
  await user.click(within(first).getByRole("radio", { name: /^Y/ }));
  await user.click(within(second).getAllByRole("radio")[1] ?? second);
  await user.click(sheet.getByRole("button", { name: "Cancel and bill anew" }));
  await waitFor(() =>
    expect(inputs(branch, "cancel_and_rebill").at(-1)).toMatchObject({
      readings: [{ value: "12", rolled_over: true }, { value: "34", rolled_over: false }],
    }),
  );
  // However old the bill is, its own readings are asked for, not the newest ones of the account.
  expect(inputs(branch, "readings")[0]).toMatchObject({ until: "2026-11-01" });
});

test("how a wrong reading was known, and what was found, stays unless somebody says otherwise", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/bills?bill=102" });
  await user.click(await screen.findByRole("button", { name: /Correct…/ }, patient));
  await user.click(await screen.findByRole("menuitem", { name: "Cancel and bill anew" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Cancel E-2026-001207 and bill anew" }));
  await user.selectOptions(sheet.getByRole("combobox", { name: "Reason" }), "wrong_reading");
  await user.selectOptions(await sheet.findByRole("combobox", { name: /^How is it known\? .* on 22 Oct 2026/ }), "customer");
  await user.selectOptions(sheet.getByRole("combobox", { name: /^What was found\? .* on 22 Oct 2026/ }), "reset");
  await user.type(sheet.getByRole("textbox", { name: /Why the reading was wrong/ }), "it was set back");
  await user.click(sheet.getByRole("button", { name: "Cancel and bill anew" }));
  await waitFor(() =>
    expect(inputs(branch, "cancel_and_rebill")).toMatchObject([{ readings: [{ kind: "customer", remark: "reset" }] }]),
  );
});

test("a write-off wants to know why", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/bills?bill=101" });
  await user.click(await screen.findByRole("button", { name: /Correct…/ }, patient));
  await user.click(await screen.findByRole("menuitem", { name: "Write it off" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Write off E-2026-000841" }));
  expect(sheet.getByRole("button", { name: "Write it off" })).toHaveProperty("disabled", true);
  await user.type(sheet.getByRole("textbox", { name: /Why it will never be paid/ }), "moved away");
  await user.click(sheet.getByRole("button", { name: "Write it off" }));
  await waitFor(() => expect(inputs(branch, "write_off")).toMatchObject([{ bill: 101, note: "moved away" }]));
});

test("a cycle is added by key", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/cycles" });
  await screen.findByText("Kadri and Bejai", undefined, patient);
  await user.keyboard("{F7}");
  const sheet = within(await screen.findByRole("dialog", { name: "New cycle" }));
  await user.type(sheet.getByRole("textbox", { name: /Code/ }), "C03");
  await user.type(sheet.getByRole("textbox", { name: /Name/ }), "Urwa");
  await user.click(sheet.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(inputs(branch, "save_cycle")).toMatchObject([{ code: "C03", name: "Urwa", months: 1, due_days: 15, active: true }]));
});

test("who is billed by no run is listed and put in a cycle", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/billing/cycles" });
  const list = within(await screen.findByRole("table", { name: "Billed by no run" }, patient));
  expect(await list.findByText("In no cycle")).toBeTruthy();
  expect(list.getByText("C09 is retired")).toBeTruthy();
  await user.click(list.getByRole("checkbox", { name: "Choose account 1000 2346" }));
  await user.click(screen.getByRole("button", { name: "Choose none" }));
  await user.click(screen.getByRole("button", { name: "Choose all" }));
  await user.selectOptions(screen.getByRole("combobox", { name: "Into the cycle…" }), "C02 · Attavar");
  await user.click(screen.getByRole("button", { name: "Put 2 accounts in" }));
  await waitFor(() =>
    expect(inputs(branch, "put_in_cycle")).toEqual([{ cycle: 2, accounts: [{ account: 1, version: 1 }, { account: 2, version: 3 }] }]),
  );
  expect(await screen.findByText("2 accounts are in cycle C02; its next run bills them.")).toBeTruthy();
});

test("a clerk has no billing room", async () => {
  openWindow({ as: "clerk", at: "#/counter" });
  await screen.findByRole("link", { name: /Customers/ }, patient);
  expect(screen.queryByRole("link", { name: /Billing/ })).toBeNull();
});

test("axe finds nothing wrong in the room's tabs and on its sheets", async () => {
  for (const [at, says] of [
    ["#/billing/runs?run=1", "Bill a cycle"],
    ["#/billing/bills?bill=101", "Open PDF"],
    ["#/billing/corrections", "No bill was corrected yet"],
    ["#/billing/cycles", "Kadri and Bejai"],
  ] as const) {
    openWindow({ as: "manager", at });
    await screen.findByText(says, undefined, patient);
    const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(found.violations.map((one) => `${at}: ${one.id} ${one.nodes[0]?.html ?? ""}`)).toEqual([]);
    cleanup();
  }
}, 60_000);
