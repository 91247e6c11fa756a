import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openWindow, screen } from "@/test/window";

const inputs = (branch: { calls: { name: string; input: unknown }[] }, name: string) =>
  branch.calls.filter((one) => one.name === name).map((one) => one.input);

test("a day waits for every drawer, then pays in what is there and is closed", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/shift" });
  await screen.findByText("Open a shift at counter C2");
  await user.type(screen.getByLabelText("Number of ₹500.00"), "4");
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  await user.click(screen.getByRole("link", { name: "Day close" }));
  expect(await screen.findByText("It waits for one shift to be closed:")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: /^X report of C2S/ }));
  await waitFor(() => expect(branch.opened).toMatchObject([{ kind: "x_report" }]));
  expect(screen.getByRole("button", { name: /Close the day/ })).toHaveProperty("disabled", true);

  await user.keyboard("{F12}");
  await screen.findByText("Shift C2S/26-27/000007");
  await user.keyboard("{F8}");
  const sheet = within(await screen.findByRole("dialog"));
  await user.type(sheet.getByLabelText("Number of ₹500.00"), "4");
  await user.click(sheet.getByRole("button", { name: "This is what is there" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.clear(await screen.findByLabelText("Kept as the next float"));
  await user.type(screen.getByLabelText("Kept as the next float"), "500");
  await user.keyboard("{F8}");
  await screen.findByText("C2Z/26-27/000001");

  await user.click(screen.getByRole("link", { name: "Day close" }));
  await user.type(await screen.findByLabelText("Bank and account"), "Karavali Bank");
  // Nothing is counted yet: no key pays in what is only expected.
  await user.keyboard("{F9}");
  expect(screen.getByRole("button", { name: /Make the deposit slip/ })).toHaveProperty("disabled", true);
  expect(inputs(branch, "make_deposit_slip")).toEqual([]);
  await user.type(screen.getByLabelText("Number of ₹500.00"), "3");
  await user.keyboard("{F9}");
  expect(await screen.findByText("C2P/26-27/000001")).toBeTruthy();
  expect(inputs(branch, "make_deposit_slip")).toMatchObject([{ bank: "Karavali Bank", pieces: [{ value: 500_00, count: 3 }] }]);
  await user.keyboard("{F8}");
  const close = within(await screen.findByRole("dialog"));
  expect(close.getByText(/can no longer be voided/)).toBeTruthy();
  await user.click(close.getByRole("button", { name: "Close 21 Nov 2026" }));
  await waitFor(() => expect(inputs(branch, "close_day")).toMatchObject([{ on: "2026-11-21", to: "2026-11-22" }]));
  expect(await screen.findByText("Business day 22 Nov 2026")).toBeTruthy();

  // A Z report of a closed day is found again by its day, with the slip for the bank.
  await user.click(await screen.findByRole("button", { name: /Z reports of 21 Nov 2026/ }));
  const earlier = within(await screen.findByRole("dialog"));
  await user.click(await earlier.findByRole("button", { name: "Print C2P/26-27/000001" }));
  await waitFor(() => expect(branch.opened).toContainEqual({ kind: "deposit_slip", slip: 1, format: "pdf" }));
  await user.click(await earlier.findByRole("button", { name: "Print C2Z/26-27/000001" }));
  await waitFor(() => expect(branch.opened).toContainEqual({ kind: "z_report", z: 1, format: "pdf" }));
});

test("a slip of cash that was a mistake goes back by two persons, and its cash waits for the bank again", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/day" });
  const z = { shift: "C2S/26-27/000007", counter: "C2", name: "Asha Rao", business_on: "2026-11-21", closed_at: 0, expected: 900_00, counted: 900_00, variance: 0, tenders: [], kept: 0, reason: "", allowed_by: "", closed_by: "" };
  branch.book.till.ended = [{ id: 1, number: "C2Z/26-27/000001", banked: 900_00, ...z }];
  await user.type(await screen.findByLabelText("Number of ₹500.00"), "1");
  await user.type(screen.getByLabelText("Number of ₹200.00"), "2");
  await user.keyboard("{F9}");
  await user.click(await screen.findByRole("button", { name: "Take back… C2P/26-27/000001" }));
  const sheet = within(await screen.findByRole("dialog"));
  expect(sheet.getByRole("button", { name: "Ask for approval" })).toHaveProperty("disabled", true);
  await user.type(sheet.getByLabelText(/Why\?/), "the bank was shut");
  await user.type(sheet.getByLabelText("Manager’s log-in name"), "nisha");
  await user.type(sheet.getByLabelText("PIN"), "2846");
  await user.click(sheet.getByRole("button", { name: "Do it now" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(inputs(branch, "ask_approval")).toMatchObject([
    { asked: { act: "take_deposit_back", input: { slip: 1, reason: "the bank was shut" } }, manager: { login: "nisha" } },
  ]);
  expect(await screen.findByText(/taken back/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Take back…/ })).toBeNull();
});

test("a slip of cash without a manager's word here waits on the list", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/day" });
  branch.book.till.deposits = [{ id: 1, number: "C2P/26-27/000001", kind: "cash", business_on: "2026-11-21", amount: 900_00, by: "Nisha", at: 0, taken_back: false }];
  await user.click(await screen.findByRole("button", { name: "Take back… C2P/26-27/000001" }));
  const sheet = within(await screen.findByRole("dialog"));
  await user.type(sheet.getByLabelText(/Why\?/), "the bank was shut");
  await user.click(sheet.getByRole("button", { name: "Ask for approval" }));
  expect(await sheet.findByRole("status")).toHaveProperty("textContent", "It waits for somebody else's word on the list of requests.");
});

test("the safe is counted blind, and what is missing is let pass by a second person", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/day" });
  const z = { shift: "C2S/26-27/000007", counter: "C2", name: "Asha Rao", business_on: "2026-11-21", closed_at: 0, expected: 900_00, counted: 900_00, variance: 0, tenders: [], kept: 0, reason: "", allowed_by: "", closed_by: "" };
  branch.book.till.ended = [{ id: 1, number: "C2Z/26-27/000001", banked: 900_00, ...z }];
  expect(await screen.findByText(/What it must hold in all, with what drawers dropped today, is told with the count/)).toBeTruthy();
  await user.keyboard("{F10}");
  const sheet = within(await screen.findByRole("dialog"));
  expect(sheet.queryByText(/900/)).toBeNull();
  await user.type(sheet.getByLabelText("Number of ₹200.00"), "3");
  await user.click(sheet.getByRole("button", { name: "This is what is there" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(inputs(branch, "count_safe")).toMatchObject([{ pieces: [{ value: 200_00, count: 3 }] }]);
  expect(await screen.findByText(/differs by more than one may let pass alone/)).toBeTruthy();
  await user.click(screen.getByLabelText("Nobody knows"));
  await user.type(screen.getByLabelText("Manager’s log-in name"), "nisha");
  await user.type(screen.getByLabelText("PIN"), "2846");
  await user.click(screen.getByRole("button", { name: "Do it now" }));
  expect(await screen.findByText(/stands as cash over or short/)).toBeTruthy();
  expect(inputs(branch, "ask_approval")).toMatchObject([
    { asked: { act: "allow_safe", input: { count: 1, reason: "unknown" } }, manager: { login: "nisha" } },
  ]);
});

test("a count of the safe without a note or coin is asked about once, and Enter goes on from its last field", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/day" });
  expect(await screen.findByText(/What it must hold in all/)).toBeTruthy();
  await user.keyboard("{F10}");
  const sheet = within(await screen.findByRole("dialog"));
  await user.click(sheet.getByRole("button", { name: "This is what is there" }));
  expect((await sheet.findByRole("status")).textContent).toMatch(/the whole safe would be missing/);
  expect(inputs(branch, "count_safe")).toEqual([]);
  await user.type(sheet.getByLabelText("Number of ₹200.00"), "3");
  expect(sheet.queryByRole("status")).toBeNull();
  await user.clear(sheet.getByLabelText("Number of ₹200.00"));
  await user.click(sheet.getByRole("button", { name: "This is what is there" }));
  const last = sheet.getAllByRole("textbox").at(-1);
  last?.focus();
  await user.keyboard("{Enter}");
  expect(document.activeElement).toBe(sheet.getByRole("button", { name: "It is empty" }));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(inputs(branch, "count_safe")).toMatchObject([{ pieces: [] }]));
});

test("Enter in the last field of cash that is brought to the safe goes on to who lets it pass", async () => {
  const { user } = openWindow({ as: "manager", at: "#/day" });
  await user.click(await screen.findByRole("button", { name: "Bring cash to the safe…" }));
  const sheet = within(await screen.findByRole("dialog"));
  await user.type(sheet.getByLabelText(/Number of its paper/), "HO-12");
  await user.type(sheet.getByLabelText("Number of ₹500.00"), "1");
  sheet.getByLabelText("Loose coins").focus();
  await user.keyboard("{Enter}");
  expect(document.activeElement).toBe(sheet.getByLabelText("Manager’s log-in name"));
});

test("what the safe differs by is let pass first where nobody is but who counted it", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/day" });
  branch.book.till.safe = {
    count: 1, number: "SAFE/1", at: 0, by: "Nisha Bangera", counted: 400_00, expected: 900_00, off: -500_00, next: "allow", second_look: 500_00, own_request: null,
  };
  await user.click(await screen.findByLabelText("Nobody knows"));
  await user.click(screen.getByRole("button", { name: /₹500\.00/ }));
  await waitFor(() => expect(inputs(branch, "ask_approval")).toMatchObject([{ asked: { act: "allow_safe", input: { count: 1 } }, done_first: true }]));
});

test("what no manager may approve of a slip that was a mistake is taken back first", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/queue" });
  branch.book.till.deposits = [{ id: 1, number: "C2P/26-27/000001", kind: "cash", business_on: "2026-11-21", amount: 900_00, by: "Nisha", at: 0, taken_back: false }];
  const rules = { version: 1, hours: 24, second_look_ceiling: null, bounce_fee: 0, bounces_to_cash_only: 2 };
  const close = await screen.findByRole("link", { name: /^Day close/ });
  await branch.call("save_approval_rules", { ...rules, ceilings: [{ role: "manager", kind: "reversal", most: 500_00 }] }, false);
  await user.click(close);
  await user.click(await screen.findByRole("button", { name: "Take back… C2P/26-27/000001" }));
  const sheet = within(await screen.findByRole("dialog"));
  await user.type(sheet.getByLabelText(/Why\?/), "the bank was shut");
  await user.click(await sheet.findByRole("button", { name: /₹900\.00/ }));
  await waitFor(() => expect(inputs(branch, "ask_approval")).toMatchObject([{ asked: { act: "take_deposit_back" }, done_first: true }]));
});

test("who asked for another's word takes the request back where it waits, and lets it pass first", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/day" });
  branch.book.till.safe = {
    count: 1, number: "SAFE/1", at: 0, by: "Nisha Bangera", counted: 400_00, expected: 900_00, off: -500_00, next: "waits", second_look: null, own_request: 7,
  };
  await user.click(await screen.findByRole("button", { name: "Take the request back" }));
  await user.click(await screen.findByLabelText("Nobody knows"));
  expect(inputs(branch, "withdraw_approval")).toEqual([{ approval: 7 }]);
  expect(screen.getByRole("button", { name: /₹500\.00/ })).toBeTruthy();
});

test("what stays in the safe is not paid in, or less of it where it is said, and a little off is let pass first", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/day" });
  Object.assign(branch.book.till, { fund: 400_00, secondLook: 50_00 });
  await user.click(await screen.findByRole("button", { name: "Bring cash to the safe…" }));
  const sheet = within(await screen.findByRole("dialog"));
  await user.selectOptions(sheet.getByLabelText("Where does it come from?"), "head_office");
  await user.type(sheet.getByLabelText(/Number of its paper/), "HO-12");
  await user.type(sheet.getByLabelText("Number of ₹500.00"), "1");
  await user.type(sheet.getByLabelText("Manager’s log-in name"), "nisha");
  await user.type(sheet.getByLabelText("PIN"), "2846");
  await user.click(sheet.getByRole("button", { name: "Do it now" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(inputs(branch, "ask_approval")).toMatchObject([
    { asked: { act: "bring_to_safe", input: { came_from: "head_office", voucher: "HO-12", pieces: [{ value: 500_00, count: 1 }] } }, reason: "From the head office · HO-12", manager: { login: "nisha" } },
  ]);

  const brought = within(await screen.findByRole("region", { name: "Brought to the safe today" }));
  expect(brought.getByRole("listitem").textContent).toBe("SAFE-IN/1 ₹500.00From the head office · HO-12 · Mahesh RaoTake back…");
  expect((await screen.findByText("Stays in the safe")).nextElementSibling?.textContent).toContain("400.00");
  await user.type(screen.getByLabelText("How much stays in the safe this time"), "200");
  await user.type(screen.getByLabelText("Number of ₹200.00"), "1");
  await user.type(screen.getByLabelText("Number of ₹50.00"), "1");
  await user.keyboard("{F9}");
  await waitFor(() => expect(inputs(branch, "make_deposit_slip")).toMatchObject([{ keep: 200_00 }]));
  await user.click(await screen.findByLabelText("Nobody knows"));
  await user.click(screen.getByRole("button", { name: /₹50\.00/ }));
  await waitFor(() => expect(inputs(branch, "ask_approval").slice(1)).toMatchObject([{ asked: { act: "pay_in_otherwise", input: { keep: 200_00 } }, done_first: true }]));
});

test("what was brought to the safe by mistake is taken back by two persons, and its line stays", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/day" });
  branch.book.till.broughtToday = [{ id: 1, number: "SAFE-IN/1", amount: 5_000_00, came_from: "bank", voucher: "000451", note: "", by: "Mahesh Rao", at: 0, taken_back: "" }];
  branch.book.till.brought = 5_000_00;
  await user.click(await screen.findByRole("button", { name: "Take SAFE-IN/1 back" }));
  const sheet = within(await screen.findByRole("dialog"));
  expect(sheet.getByRole("button", { name: "Ask for approval" })).toHaveProperty("disabled", true);
  await user.type(sheet.getByLabelText(/Why\?/), "a nought too many{Enter}");
  expect(await sheet.findByText("It waits for somebody else's word on the list of requests.")).toBeTruthy();
  await user.click(within(sheet.getByText(/It waits/).parentElement ?? document.body).getByRole("button", { name: "Close" }));
  await user.click(await screen.findByRole("button", { name: "Take SAFE-IN/1 back" }));
  const again = within(await screen.findByRole("dialog"));
  await user.type(again.getByLabelText(/Why\?/), "a nought too many");
  await user.type(again.getByLabelText("Manager’s log-in name"), "nisha");
  await user.type(again.getByLabelText("PIN"), "2846{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(inputs(branch, "ask_approval").at(-1)).toMatchObject({
    asked: { act: "take_brought_back", input: { brought: 1, reason: "a nought too many" } },
    manager: { login: "nisha" },
  });
  expect(await screen.findByText(/taken back: a nought too many/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Take SAFE-IN/1 back" })).toBeNull();
});

test("cash that is brought without a manager's word here waits on the list", async () => {
  const { user } = openWindow({ as: "manager", at: "#/day" });
  await user.click(await screen.findByRole("button", { name: "Bring cash to the safe…" }));
  const sheet = within(await screen.findByRole("dialog"));
  await user.type(sheet.getByLabelText(/Number of its paper/), "000451");
  await user.type(sheet.getByLabelText("Number of ₹500.00"), "1");
  await user.click(sheet.getByRole("button", { name: "Ask for approval" }));
  expect(await sheet.findByText(/Until then a count finds it in the safe as too much/)).toBeTruthy();
  expect(screen.queryByRole("region", { name: "Brought to the safe today" })).toBeNull();
});

test("where all stays in the safe it is said in place, and so is that no more can stay", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/day" });
  Object.assign(branch.book.till, { fund: 400_00, brought: 300_00 });
  expect(await screen.findByText(/All of it stays in the safe: it is no more than the office keeps there/)).toBeTruthy();
  const act = () => screen.getByRole("button", { name: /Make the deposit slip/ });
  await user.type(screen.getByLabelText("Number of ₹100.00"), "1");
  expect(act()).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText("How much stays in the safe this time"), "500");
  expect(await screen.findByText("That is more than the office keeps in the safe.")).toBeTruthy();
  expect(act()).toHaveProperty("disabled", true);
  await user.clear(screen.getByLabelText("How much stays in the safe this time"));
  await user.type(screen.getByLabelText("How much stays in the safe this time"), "200");
  expect(screen.queryByText(/All of it stays/)).toBeNull();
  expect(act()).toHaveProperty("disabled", false);
  await user.keyboard("{F9}");
  await waitFor(() => expect(inputs(branch, "make_deposit_slip")).toMatchObject([{ keep: 200_00 }]));
});

test("nothing waits for the bank where open drawers have drawn what others dropped", async () => {
  const { branch } = openWindow({ as: "manager", at: "#/day" });
  Object.assign(branch.book.till, { fund: 400_00, brought: -100_00 });
  const lies = await screen.findByText("In the safe, without what open drawers dropped");
  expect(lies.nextElementSibling?.textContent).toBe("₹0.00");
  expect(screen.getByText(/Not paid in yet:/).textContent).toBe("Not paid in yet: ₹0.00");
});

test("an official sees the day and closes nothing", async () => {
  openWindow({ as: "official", at: "#/day" });
  expect(await screen.findByText("Closed days")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Close the day/ })).toBeNull();
  expect(screen.queryByRole("button", { name: /deposit slip/ })).toBeNull();
});

test("a day that lies behind the clock goes to today, or to tomorrow where today's work is booked on it", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/day", book: { businessOn: "2026-11-20" } });
  expect(await screen.findByText(/^It lies behind the clock, which shows/)).toBeTruthy();
  await user.keyboard("{F8}");
  const sheet = within(await screen.findByRole("dialog"));
  expect(sheet.getByRole("radio", { name: /, today$/ })).toHaveProperty("checked", true);
  await user.click(sheet.getByRole("radio", { name: /, tomorrow$/ }));
  await user.click(sheet.getByRole("button", { name: /^Close / }));
  await waitFor(() => expect(inputs(branch, "close_day")).toMatchObject([{ on: "2026-11-20", to: "2026-11-22" }]));
});
