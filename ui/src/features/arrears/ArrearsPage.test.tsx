import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openWindow, screen } from "@/test/window";

const inputs = (branch: { calls: { name: string; input: unknown }[] }, name: string) =>
  branch.calls.filter((one) => one.name === name).map((one) => one.input);

/** The first one to come here waits for the room to be loaded; a run takes its time too. */
const patient = { timeout: 60_000 };

test("the ladder is tried by key first, and only then run", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/arrears" });
  const run = await screen.findByRole("button", { name: /^Run/ }, patient);
  expect(run).toHaveProperty("disabled", true);
  await user.keyboard("{F8}");
  expect(inputs(branch, "run_arrears")).toEqual([]);
  await user.keyboard("{F9}");
  expect(await screen.findByText(/this would be done/, undefined, patient)).toBeTruthy();
  expect(screen.getByText("Disconnections ordered")).toBeTruthy();
  expect(screen.getByText("held: In dispute")).toBeTruthy();
  await waitFor(() => expect(run).toHaveProperty("disabled", false));
  await user.keyboard("{F8}");
  expect(await screen.findByText(/this was done/, undefined, patient)).toBeTruthy();
  expect(inputs(branch, "preview_arrears_run")).toEqual([{}]);
  expect(inputs(branch, "run_arrears")).toEqual([{}]);
});

test("a clerk tries the ladder but does not run it", async () => {
  openWindow({ as: "clerk", at: "#/arrears" });
  expect(await screen.findByRole("button", { name: /Try it/ }, patient)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Run/ })).toBeNull();
});

test("a rung is chosen, and its accounts are asked for", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/arrears" });
  await user.click(await screen.findByRole("button", { name: /^Reminded/ }, patient));
  await waitFor(() => expect(inputs(branch, "arrears_list")).toContainEqual({ rung: "reminder", route: null, after: null, limit: 200 }));
  expect(window.location.hash).toBe("#/arrears?rung=reminder");
  await user.selectOptions(screen.getByRole("combobox", { name: "Route" }), "K-02");
  await waitFor(() => expect(inputs(branch, "arrears_list")).toContainEqual({ rung: "reminder", route: "K-02", after: null, limit: 200 }));
});

test("aging is a chart with a table that says the same", async () => {
  openWindow({ as: "official", at: "#/arrears/aging" });
  const table = within(await screen.findByRole("table", { name: "Open by days past the due date" }, patient));
  expect(table.getByRole("columnheader", { name: "Over 90" })).toBeTruthy();
  expect(table.getByRole("rowheader", { name: "All services" })).toBeTruthy();
});

test("an order is marked done by keys, with the meter's reading, and the fee is told", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/arrears/orders" });
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  await user.type(sheet.getByLabelText("Meter reading"), "4711{Enter}");
  expect(await sheet.findByText(/reconnection fee of ₹150.00/)).toBeTruthy();
  expect(inputs(branch, "work_order")).toMatchObject([{ outcome: "done", reading: "4711" }]);
});

test("what a crew reads of a meter of two registers is sent register by register", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/arrears/orders", book: { bands: ["day", "night"] } });
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  await user.type(await sheet.findByLabelText("Meter reading, register 1 day"), "4711");
  await user.type(sheet.getByLabelText("Meter reading, register 2 night"), "880{Enter}");
  await sheet.findByText(/reconnection fee/);
  expect(inputs(branch, "work_order")).toMatchObject([{ readings: [{ register: 1, value: "4711" }, { register: 2, value: "880" }] }]);
});

test("an order that failed needs a word why", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/arrears/orders" });
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  await user.click(sheet.getByText("Could not be done"));
  const submit = sheet.getByRole("button", { name: "Try again tomorrow" });
  expect(submit).toHaveProperty("disabled", true);
  await user.type(sheet.getByLabelText(/Why not/), "Gate locked{Enter}");
  expect(await sheet.findByText(/made anew for tomorrow/)).toBeTruthy();
  expect(inputs(branch, "work_order")).toMatchObject([{ outcome: "failed", note: "Gate locked" }]);
});

test("a crew that had cut before the order was stopped says so, without a fee", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/arrears/orders?state=stopped", book: { ordersStopped: true } });
  const stopped = await screen.findAllByRole("row", undefined, patient);
  stopped[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog", { name: /was cut all the same$/ }));
  await user.type(sheet.getByLabelText("Meter reading"), "4711");
  await user.click(sheet.getByRole("button", { name: "It was cut" }));
  expect(await sheet.findByText(/its reconnection is ordered/)).toBeTruthy();
  expect(sheet.queryByText(/reconnection fee/)).toBeNull();
  expect(inputs(branch, "work_order")).toMatchObject([{ outcome: "done", reading: "4711", all_the_same: true }]);
});

test("the cut list is printed and saved by key", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/arrears/orders" });
  await screen.findAllByRole("row", undefined, patient);
  await user.keyboard("{F7}");
  await waitFor(() => expect(branch.opened).toEqual([{ kind: "cut_list", orders: "disconnect", format: "pdf" }]));
  await user.keyboard("{F9}");
  await waitFor(() => expect(branch.saved).toEqual([{ kind: "cut_list", orders: "disconnect", format: "csv" }]));
});

test("a notice opens its paper, and is saved where the person says", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/arrears/notices" });
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(branch.opened).toHaveLength(1));
  expect(branch.opened[0]).toMatchObject({ kind: "notice", format: "pdf" });
  const save = screen.getAllByRole("button", { name: /^Save as… .notice/ })[0];
  if (save) await user.click(save);
  await waitFor(() => expect(branch.saved).toHaveLength(1));
});

test("the day whose notices are saved follows a run that makes today's, until somebody picks another", async () => {
  const { branch } = openWindow({ as: "manager", at: "#/arrears/notices", book: { noticesOn: "2026-11-20" } });
  const day = () => screen.findByDisplayValue<HTMLInputElement>(/ Nov 2026$/);
  await waitFor(async () => expect((await day()).value).toBe("20 Nov 2026"), patient);
  branch.book.noticesOn = "2026-11-21";
  branch.changes();
  await waitFor(async () => expect((await day()).value).toBe("21 Nov 2026"));
});

test("a plan is agreed on from an account, and printed to be signed", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/arrears" });
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("button", { name: "Instalment plan…" }));
  const would = within(await screen.findByRole("region", { name: "What it would say" }));
  expect(would.getByText(/surcharge up to today/)).toBeTruthy();
  expect(would.getAllByRole("row")).toHaveLength(3);
  await user.click(await screen.findByRole("button", { name: "Agree" }));
  await user.click(await screen.findByRole("button", { name: "Print the agreement" }));
  await waitFor(() => expect(branch.opened).toEqual([{ kind: "agreement", plan: 1, format: "pdf" }]));
  expect(inputs(branch, "make_plan")).toMatchObject([{ instalments: 3, first_on: "2026-11-21" }]);
});

test("a cut supply is ordered back from its account, with a reason", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/arrears?rung=cut" });
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("button", { name: "Order back on…" }));
  const sheet = within(await screen.findByRole("dialog", { name: /^Bring the supply of/ }));
  expect(sheet.getByRole("button", { name: "Order it" })).toHaveProperty("disabled", true);
  await user.type(sheet.getByLabelText(/Why/), "a baby in the house{Enter}");
  await waitFor(() => expect(inputs(branch, "order_reconnection")).toMatchObject([{ reason: "a baby in the house" }]));
});

test("a reconnection of the wrong account is withdrawn by key, with a reason", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/arrears/orders?kind=reconnect" });
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  await screen.findByRole("button", { name: /^Withdraw the order…/ });
  await user.keyboard("{F8}");
  const sheet = within(await screen.findByRole("dialog", { name: /^Withdraw the reconnection of/ }));
  expect(sheet.getByRole("button", { name: "Withdraw it" })).toHaveProperty("disabled", true);
  await user.type(sheet.getByLabelText(/Why/), "the wrong account{Enter}");
  await waitFor(() => expect(inputs(branch, "stop_reconnection")).toMatchObject([{ version: 1, reason: "the wrong account" }]));
});

test("a disconnection is not withdrawn from the list, and a clerk withdraws nothing", async () => {
  const { user } = openWindow({ as: "manager", at: "#/arrears/orders?kind=disconnect" });
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("button", { name: "It is cut" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Withdraw/ })).toBeNull();
});

test("a dispute is decided in words", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/arrears/disputes" });
  await screen.findByText("The meter was read wrong", undefined, patient);
  const row = screen.getAllByRole("row")[1];
  row?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  await user.click(sheet.getByText("Upheld"));
  expect(sheet.getByText(/a credit note takes the amount off/)).toBeTruthy();
  await user.type(sheet.getByLabelText(/In words/), "Meter tested{Enter}");
  await waitFor(() => expect(inputs(branch, "decide_dispute")).toMatchObject([{ outcome: "upheld", note: "Meter tested" }]));
});

test("a dispute is upheld in part, and both parts are named before", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/arrears/disputes" });
  await screen.findByText("The meter was read wrong", undefined, patient);
  screen.getAllByRole("row")[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  expect(sheet.queryByLabelText(/Amount upheld/)).toBeNull();
  await user.click(sheet.getByText("Upheld"));
  expect(await sheet.findByText("A credit note takes ₹842.00 off the bill.")).toBeTruthy();
  await user.type(sheet.getByLabelText(/Amount upheld/), "900");
  expect(await sheet.findByText(/at most 842\.00/)).toBeTruthy();
  await user.clear(sheet.getByLabelText(/Amount upheld/));
  await user.type(sheet.getByLabelText(/Amount upheld/), "300");
  expect(await sheet.findByText(/takes ₹300\.00 off the bill\. ₹542\.00 is rejected/)).toBeTruthy();
  await user.type(sheet.getByLabelText(/In words/), "Meter tested{Enter}");
  await waitFor(() => expect(inputs(branch, "decide_dispute")).toMatchObject([{ outcome: "upheld", amount: 300_00 }]));
});

test("the counter fills in the minimum by one key", async () => {
  const { user } = openWindow({ as: "clerk", at: "#/counter?customer=1" });
  const pay = await screen.findByLabelText("Pay", undefined, patient);
  expect((await screen.findAllByText(/Minimum to get back on/)).length).toBeGreaterThan(0);
  const before = (pay as HTMLInputElement).value;
  await user.keyboard("{F7}");
  await waitFor(() => expect((pay as HTMLInputElement).value).not.toBe(before));
});

test("a statement is saved by the system's dialog", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/customers/1" });
  const open = (await screen.findAllByRole("button", { name: /^Statement of/ }, patient))[0];
  if (open) await user.click(open);
  await user.click(await screen.findByRole("button", { name: "Save as…" }));
  await waitFor(() =>
    expect(branch.saved).toEqual([{ kind: "statement", account: 1, from: "2025-11-21", until: "2026-11-21", format: "pdf" }]),
  );
});

test("the ladder's rule is changed in the settings", async () => {
  const { user, branch } = openWindow({ as: "admin", at: "#/settings/arrears" });
  const days = await screen.findByLabelText(/Reminder after/, undefined, patient);
  await user.clear(days);
  await user.type(days, "10");
  await user.keyboard("{Control>}s{/Control}");
  expect(await screen.findByText(/Saved/)).toBeTruthy();
  expect(inputs(branch, "save_arrears_rule")).toMatchObject([{ version: 1, rule: { reminder_days: 10 } }]);
});
