import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { CashMoveView, OwnShift, ShiftView } from "@/backend/wire";
import { openWindow, screen } from "@/test/window";

const nishas: ShiftView = { id: 8, number: "C2S/26-27/000006", counter: 2, counter_code: "C2", person: 9, name: "Nisha Bangera", business_on: "2026-11-21", state: "open", opened_at: 0, closed_at: null, float: 0, handed_to: null };

/** Nisha's drawer at this counter, as a manager has it before them. */
const forOther = (change: Partial<OwnShift>): OwnShift => ({
  shift: nishas, moves: [], offered: [], receipts: { first: "", last: "", count: 0, voids: 0, gaps: 0 }, tenders: [], count: null, drop_asked: false,
  free_to_take_out: 0, second_look: null, may_keep: 0, ...change,
});

const inputs = (branch: { calls: { name: string; input: unknown }[] }, name: string) =>
  branch.calls.filter((one) => one.name === name).map((one) => one.input);

test("a float is brought from the safe, counted beside what the drawer was left with", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/shift" });
  await user.click(await screen.findByRole("switch", { name: /A float is brought from the safe/ }));
  const fromSafe = within(screen.getByRole("group", { name: "A float is brought from the safe" }));
  await user.type(fromSafe.getByLabelText("Number of ₹500.00"), "4");
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  expect(branch.calls.find((one) => one.name === "open_shift")?.input).toMatchObject({ pieces: [], from_safe: [{ value: 500_00, count: 4 }] });
});

test("a first float where a fund is kept is asked about, and comes from the safe", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/shift" });
  branch.book.till.fund = 5_000_00;
  await user.type(await screen.findByLabelText("Number of ₹500.00"), "4");
  await user.keyboard("{F8}");
  await user.click(await screen.findByRole("button", { name: "It comes from the safe" }));
  const fromSafe = within(screen.getByRole("group", { name: "A float is brought from the safe" }));
  expect(fromSafe.getByLabelText("Number of ₹500.00")).toHaveProperty("value", "4");
  expect(screen.queryByText(/no float of its own yet/)).toBeNull();
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  expect(inputs(branch, "open_shift").at(-1)).toMatchObject({ pieces: [], from_safe: [{ value: 500_00, count: 4 }] });
});

test("a shift is opened with its float, counted blind twice, explained and closed, by keys alone", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift" });
  await screen.findByText("Open a shift at counter C2");
  await user.type(screen.getByLabelText("Number of ₹500.00"), "3");
  await user.type(screen.getByLabelText("Number of ₹100.00"), "5");
  expect(screen.getAllByText("₹2,000.00").length).toBe(1);
  await user.keyboard("{F8}");
  expect(await screen.findByText("Shift C2S/26-27/000007")).toBeTruthy();
  expect(inputs(branch, "open_shift")).toMatchObject([{ pieces: [{ value: 50_000, count: 3 }, { value: 10_000, count: 5 }] }]);

  await user.keyboard("{F8}");
  const first = within(await screen.findByRole("dialog"));
  // Enter goes on from field to field, and from the last to the button: no field ends a count.
  const [largest, ...rest] = first.getAllByRole("textbox");
  await user.type(largest as HTMLElement, "3{Enter}");
  for (const field of rest) {
    expect(document.activeElement).toBe(field);
    await user.keyboard("{Enter}");
  }
  expect(inputs(branch, "count_shift")).toEqual([]);
  expect(document.activeElement).toBe(first.getByRole("button", { name: "This is what is there" }));
  await user.keyboard("{Enter}");
  expect(await screen.findByText(/counted a second time before the figure is shown/)).toBeTruthy();
  expect(screen.getByText("hidden")).toBeTruthy();

  await user.keyboard("{F8}");
  const second = within(await screen.findByRole("dialog"));
  await user.type(second.getByLabelText("Number of ₹500.00"), "3");
  await user.click(second.getByRole("button", { name: "This is what is there" }));
  expect(await screen.findByText("−₹500.00")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Close the shift/ })).toBeNull();
  expect(screen.getByRole("button", { name: "Ask for approval" })).toHaveProperty("disabled", true);
  await user.click(screen.getByRole("radio", { name: "Nobody knows" }));
  const manager = within(screen.getByRole("group", { name: "A manager allows it here" }));
  await user.type(manager.getByRole("textbox"), "manager");
  await user.type(manager.getByLabelText("PIN", { selector: "input" }), "7391");
  await user.click(screen.getByRole("button", { name: "Do it now" }));
  expect(await screen.findByText("manager has allowed the difference.")).toBeTruthy();
  expect(inputs(branch, "ask_approval")).toMatchObject([
    { asked: { act: "allow_variance", input: { shift: 7, reason: "unknown" } }, reason: "Nobody knows", manager: { login: "manager", pin: "7391" } },
  ]);
  await user.keyboard("{F8}");
  expect(await screen.findByText("C2Z/26-27/000001")).toBeTruthy();
  expect(inputs(branch, "close_shift")).toMatchObject([{ keep: 150_000, reason: null }]);
});

test("who lets a large difference pass is told that a third person looks", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift" });
  branch.book.till.ceiling = 100_00;
  await screen.findByText("Open a shift at counter C2");
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  for (const count of [1, 2]) {
    await user.keyboard("{F8}");
    const sheet = within(await screen.findByRole("dialog"));
    await user.type(sheet.getByLabelText("Number of ₹500.00"), "3");
    await user.click(sheet.getByRole("button", { name: "This is what is there" }));
    if (count === 1) expect(await screen.findByText(/counted a second time before the figure is shown/)).toBeTruthy();
  }
  expect(await screen.findByText(/a third person looks at it afterwards/)).toBeTruthy();
});

test("a count that cannot be read is not sent as none", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift" });
  await screen.findByText("Open a shift at counter C2");
  const notes = screen.getByLabelText("Number of ₹500.00");
  await user.type(notes, "1o");
  await user.keyboard("{F8}");
  await user.clear(notes);
  await user.type(screen.getByLabelText("Loose coins"), "7,5");
  await user.keyboard("{F8}");
  expect(inputs(branch, "open_shift")).toEqual([]);
  await user.clear(screen.getByLabelText("Loose coins"));
  await user.type(screen.getByLabelText("Loose coins"), "7.50");
  await user.keyboard("{F8}");
  await waitFor(() => expect(inputs(branch, "open_shift")).toMatchObject([{ pieces: [{ value: 1, count: 750 }] }]));
});

test("with no manager here the difference is asked for, and the drawer waits", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift" });
  await screen.findByText("Open a shift at counter C2");
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  for (const what of ["Count and close", "Count again"]) {
    await user.click(await screen.findByRole("button", { name: new RegExp(what) }));
    const sheet = within(await screen.findByRole("dialog"));
    await user.type(sheet.getByLabelText("Number of ₹500.00"), "3");
    await user.click(sheet.getByRole("button", { name: "This is what is there" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  }
  await user.click(await screen.findByRole("radio", { name: "Wrong change was given" }));
  await user.click(screen.getByRole("button", { name: "Ask for approval" }));
  expect(await screen.findByText(/waits for somebody’s word, as request 8/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Close the shift/ })).toBeNull();
  expect(inputs(branch, "ask_approval")).toMatchObject([{ manager: null, done_first: false }]);
  await user.click(screen.getByRole("button", { name: "Take the request back" }));
  expect(await screen.findByRole("button", { name: "Ask for approval" })).toBeTruthy();
});

test("cash goes to the safe and change to another clerk, who has to accept it", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift" });
  branch.book.till.others = [{ id: 8, number: "C3S/26-27/000002", counter: 3, counter_code: "C3", person: 9, name: "Nisha Bangera", business_on: "2026-11-21", state: "open", opened_at: 0, closed_at: null, float: 0, handed_to: null }];
  await screen.findByText("Open a shift at counter C2");
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  await user.keyboard("{F9}");
  await user.type(await screen.findByLabelText("Amount"), "500");
  await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Drop to the safe" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(inputs(branch, "drop_cash")).toMatchObject([{ amount: 50_000 }]);
  expect(await screen.findByText("Dropped to the safe")).toBeTruthy();
});

test("a drawer that is handed over becomes one's own with what was counted", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/queue" });
  branch.book.till.handed = {
    shift: { id: 6, number: "C2S/26-27/000006", counter: 2, counter_code: "C2", person: 9, name: "Nisha Bangera", business_on: "2026-11-21", state: "handed_over", opened_at: 0, closed_at: null, float: 0, handed_to: "Kavya" },
    counted: 120_000,
    pieces: [{ value: 10_000, count: 12 }],
  };
  await screen.findByRole("link", { name: /^Shift/ });
  await user.keyboard("{F12}");
  expect(await screen.findByText("Nisha Bangera hands a drawer over to you")).toBeTruthy();
  await user.keyboard("{F8}");
  expect(await screen.findByText("Shift C2S/26-27/000007")).toBeTruthy();
  expect(inputs(branch, "accept_hand_over")).toMatchObject([{ shift: 6, accept: true }]);
});

test("change comes from the safe, and is said so", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift" });
  await screen.findByText("Open a shift at counter C2");
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  await user.click(screen.getByRole("button", { name: /Cash in/ }));
  const sheet = within(await screen.findByRole("dialog"));
  await user.type(sheet.getByLabelText("Amount"), "200");
  await user.selectOptions(sheet.getByLabelText("Why"), "Change from the safe");
  await user.click(sheet.getByRole("button", { name: "Cash in" }));
  await waitFor(() => expect(inputs(branch, "cash_in")).toMatchObject([{ amount: 20_000, reason: "change" }]));
});

test("cash out is taken by two persons above what a shift may take out alone", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift" });
  await screen.findByText("Open a shift at counter C2");
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  await user.click(screen.getByRole("button", { name: /Cash out/ }));
  const sheet = within(await screen.findByRole("dialog"));
  await user.type(sheet.getByLabelText("Amount"), "500");
  expect(sheet.queryByRole("option", { name: "Change from the safe" })).toBeNull();
  await user.click(sheet.getByRole("button", { name: "Cash out" }));
  expect(await screen.findByText(/somebody else lets it pass/)).toBeTruthy();
  const manager = within(screen.getByRole("group", { name: "A manager allows it here" }));
  await user.type(manager.getByRole("textbox"), "manager");
  await user.type(manager.getByLabelText("PIN", { selector: "input" }), "7391");
  await user.click(screen.getByRole("button", { name: "Do it now" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(inputs(branch, "ask_approval")).toMatchObject([
    { asked: { act: "cash_out", input: { amount: 50_000, reason: "petty_expense" } }, reason: "Small expense", manager: { login: "manager" } },
  ]);
});

test("a float that is not what was kept is counted again, explained, and let pass by another", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift" });
  branch.book.till.kept = 200_000;
  await screen.findByText("Open a shift at counter C2");
  await user.type(screen.getByLabelText("Number of ₹500.00"), "3");
  await user.keyboard("{F8}");
  expect(await screen.findByText(/This is not what was kept in the drawer/)).toBeTruthy();
  expect(screen.queryByText(/2,000/)).toBeNull();
  await user.click(screen.getByRole("radio", { name: "Nobody knows" }));
  const manager = within(screen.getByRole("group", { name: "A manager allows it here" }));
  await user.type(manager.getByRole("textbox"), "manager");
  await user.type(manager.getByLabelText("PIN", { selector: "input" }), "7391");
  await user.click(screen.getByRole("button", { name: "Do it now" }));
  expect(await screen.findByText("Shift C2S/26-27/000007")).toBeTruthy();
  expect(inputs(branch, "ask_approval")).toMatchObject([
    { asked: { act: "allow_float", input: { pieces: [{ value: 50_000, count: 3 }], reason: "unknown" } }, reason: "Nobody knows" },
  ]);
  expect(inputs(branch, "open_shift").length).toBe(2);
});

test("where nobody may let so much of a float pass, a reason opens the shift, and another looks afterwards", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift" });
  Object.assign(branch.book.till, { kept: 200_000, alone: true });
  await screen.findByText("Open a shift at counter C2");
  await user.type(screen.getByLabelText("Number of ₹500.00"), "3");
  await user.keyboard("{F8}");
  expect(await screen.findByText(/Nobody else is there who may let it pass/)).toBeTruthy();
  expect(screen.queryByRole("group", { name: "A manager allows it here" })).toBeNull();
  expect(screen.getByRole("button", { name: /Open the shift/ })).toHaveProperty("disabled", true);
  await user.click(screen.getByRole("radio", { name: "Nobody knows" }));
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  expect(inputs(branch, "open_shift").at(-1)).toMatchObject({ pieces: [{ value: 50_000, count: 3 }], reason: "unknown" });
});

test("a count of nothing is asked about once, and a sum that nobody has typed is none", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift" });
  await screen.findByText("Open a shift at counter C2");
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  const byCard = { method: "card", count: 1, taken: null, voided: null, expected: null, counted: null };
  branch.book.till.own = branch.book.till.own && { ...branch.book.till.own, tenders: [byCard] };
  // A drop makes the page ask for the drawer anew.
  await user.keyboard("{F9}");
  const drop = within(await screen.findByRole("dialog"));
  await user.type(drop.getByLabelText("Amount"), "1{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.keyboard("{F8}");
  const sheet = within(await screen.findByRole("dialog"));
  const card = await sheet.findByLabelText("Card, sum");
  const done = sheet.getByRole("button", { name: "This is what is there" });
  expect(done).toHaveProperty("disabled", true);
  await user.type(card, "0");
  await user.click(done);
  expect(sheet.getByRole("status").textContent).toMatch(/Is the drawer empty/);
  expect(document.activeElement).toBe(sheet.getAllByRole("textbox")[0]);
  expect(inputs(branch, "count_shift")).toEqual([]);
  // What is counted after all is no longer asked about.
  await user.keyboard("2");
  expect(sheet.queryByRole("status")).toBeNull();
  await user.keyboard("{Backspace}");
  await user.click(sheet.getByRole("button", { name: "This is what is there" }));
  await user.click(sheet.getByRole("button", { name: "It is empty" }));
  await waitFor(() => expect(inputs(branch, "count_shift")).toMatchObject([{ pieces: [], tenders: [{ method: "card", amount: 0 }] }]));
});

test("a drawer that began with a day's takings leaves them for the bank unless somebody says why not", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift" });
  branch.book.till.float = 50_000;
  branch.book.till.handed = {
    shift: { id: 6, number: "C2S/26-27/000006", counter: 2, counter_code: "C2", person: 9, name: "Nisha Bangera", business_on: "2026-11-21", state: "handed_over", opened_at: 0, closed_at: null, float: 0, handed_to: "Kavya" },
    counted: 200_000,
    pieces: [{ value: 50_000, count: 4 }],
  };
  await screen.findByText("Nisha Bangera hands a drawer over to you");
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  await user.click(await screen.findByRole("button", { name: /Count and close/ }));
  const sheet = within(await screen.findByRole("dialog"));
  await user.type(sheet.getByLabelText("Number of ₹500.00"), "4");
  await user.click(sheet.getByRole("button", { name: "This is what is there" }));
  const keep = await screen.findByLabelText(/Kept as the next float/);
  expect(keep).toHaveProperty("value", "500.00");
  await user.clear(keep);
  await user.type(keep, "2000");
  expect(screen.getByRole("button", { name: /Close the shift/ })).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText(/Why does more than the float stay/), "no coins at the bank");
  await user.keyboard("{F8}");
  expect(inputs(branch, "close_shift")).toMatchObject([{ keep: 200_000, keep_reason: "no coins at the bank" }]);
});

test("more than the float stays in the drawer only with a word why", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift" });
  await screen.findByText("Open a shift at counter C2");
  await user.type(screen.getByLabelText("Number of ₹500.00"), "2");
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  await user.click(await screen.findByRole("button", { name: /Count and close/ }));
  const sheet = within(await screen.findByRole("dialog"));
  await user.type(sheet.getByLabelText("Number of ₹500.00"), "4");
  await user.click(sheet.getByRole("button", { name: "This is what is there" }));
  const keep = await screen.findByLabelText(/Kept as the next float/);
  await user.clear(keep);
  await user.type(keep, "1500");
  const close = screen.getByRole("button", { name: /Close the shift/ });
  expect(close).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText(/Why does more than the float stay/), "no coins at the bank");
  await user.click(close);
  expect(inputs(branch, "close_shift")).toMatchObject([{ keep: 150_000, keep_reason: "no coins at the bank" }]);
});

test("a hand-over that nobody accepts is refused by a manager, who closes the drawer as it was counted", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/queue" });
  branch.book.till.forOther = forOther({
    shift: { ...nishas, state: "handed_over", handed_to: "Kavya" },
    count: { n: 1, next: "close", tenders: [{ method: "cash", counted: 50_000, expected: 50_000, variance: 0 }], cash: 50_000, asked: null, second_look: null, third_looks: false },
  });
  await screen.findByRole("link", { name: /^Shift/ });
  await user.keyboard("{F12}");
  expect(await screen.findByText(/handed it over to Kavya, who has not accepted it/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Refuse it for them" }));
  expect(await screen.findByRole("button", { name: /Close the shift/ })).toBeTruthy();
  expect(inputs(branch, "accept_hand_over")).toMatchObject([{ shift: 8, accept: false }]);
});

test("change that waits for somebody who is not there is answered by the manager who counts", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/queue" });
  const change = (id: number, kind: CashMoveView["kind"], other: string): CashMoveView => ({ id, kind, amount: 2_000, state: "offered", reason: "", note: "", by: "Kavya", shift: "C1S/26-27/000001", other, at: 0 });
  branch.book.till.forOther = forOther({ offered: [change(3, "change_out", nishas.number)], moves: [change(4, "change_out", "C1S/26-27/000001")] });
  await screen.findByRole("link", { name: /^Shift/ });
  await user.keyboard("{F12}");
  expect(await screen.findByText("Change that waits for an answer")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Decline" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Decline" })).toBeNull());
  await user.click(screen.getByRole("button", { name: "Take back" }));
  await waitFor(() => expect(screen.queryByText("Change that waits for an answer")).toBeNull());
  expect(inputs(branch, "accept_change")).toMatchObject([{ offer: 3, accept: false }, { offer: 4, accept: false }]);
});

test("a manager with a drawer of their own elsewhere closes that of somebody who is not there", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/queue" });
  await screen.findByRole("link", { name: /^Shift/ });
  branch.book.till.own = forOther({ shift: { ...nishas, id: 7, number: "C1S/26-27/000003", counter: 1, counter_code: "C1", name: "Maya" } });
  branch.book.till.forOther = forOther({});
  await user.keyboard("{F12}");
  expect(await screen.findByText("Your own drawer stands at counter C1. Log in there to use and count it.")).toBeTruthy();
  await user.keyboard("{F8}");
  const sheet = within(await screen.findByRole("dialog", { name: "Count the drawer of shift C2S/26-27/000006" }));
  await user.click(sheet.getByRole("button", { name: "This is what is there" }));
  await user.click(sheet.getByRole("button", { name: "It is empty" }));
  await waitFor(() => expect(inputs(branch, "count_shift")).toMatchObject([{ shift: 8 }]));
});

test("a drawer opens on a day that lies behind the clock once that day is named", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift", book: { businessOn: "2026-11-20" } });
  await screen.findByText("Open a shift at counter C2");
  expect(screen.getByText(/^The business day lies behind the clock, which shows/)).toBeTruthy();
  await user.keyboard("{F8}");
  await user.click(await screen.findByRole("button", { name: /^Open it on .* all the same$/ }));
  await screen.findByText("Shift C2S/26-27/000007");
  expect(inputs(branch, "open_shift").at(-1)).toMatchObject({ on: "2026-11-20" });
});

test("a day that was named and then closed by a manager is not sent for ever", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift", book: { businessOn: "2026-11-20" } });
  branch.book.till.kept = 500_00;
  await user.type(await screen.findByLabelText("Number of ₹100.00"), "3");
  await user.keyboard("{F8}");
  await user.click(await screen.findByRole("button", { name: /^Open it on .* all the same$/ }));
  await screen.findByText(/This is not what was kept in the drawer/);
  // She counts once more, and meanwhile a manager closes the day.
  branch.book.businessOn = "2026-11-21";
  await user.clear(screen.getByLabelText("Number of ₹100.00"));
  await user.type(screen.getByLabelText("Number of ₹100.00"), "5");
  await user.keyboard("{F8}");
  await screen.findByText(/The business day was changed meanwhile/);
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  expect(inputs(branch, "open_shift").at(-1)).not.toHaveProperty("on");
});

test("a drawer is taken over on a day that lies behind the clock once that day is named", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/shift", book: { businessOn: "2026-11-20" } });
  branch.book.till.handed = { shift: { ...nishas, state: "handed_over" }, counted: 500_00, pieces: [{ value: 500_00, count: 1 }] };
  await screen.findByText("Nisha Bangera hands a drawer over to you");
  await user.keyboard("{F8}");
  await user.click(await screen.findByRole("button", { name: /^It holds that, on .* all the same$/ }));
  await screen.findByText("Shift C2S/26-27/000007");
  expect(inputs(branch, "accept_hand_over").at(-1)).toMatchObject({ accept: true, on: "2026-11-20" });
});
