import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openWindow, screen } from "@/test/window";

const inputs = (branch: { calls: { name: string; input: unknown }[] }, name: string) =>
  branch.calls.filter((one) => one.name === name).map((one) => one.input);

/** The first one to come here waits for the room to be loaded. */
const patient = { timeout: 60_000 };

/** Ticks every cheque in the office, and takes them to the bank. */
async function takesAllToTheBank(user: ReturnType<typeof openWindow>["user"]) {
  await screen.findByRole("button", { name: /^Tick all/ }, patient);
  await user.keyboard("{F7}");
  await screen.findByRole("button", { name: /^Deposit 2 cheques/ });
  await user.keyboard("{F8}");
}

test("no key takes a cheque to the bank that nobody has ticked", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/cheques" });
  const ticks = await screen.findAllByRole("checkbox", { name: /^Tick cheque/ }, patient);
  await user.keyboard("{F8}");
  expect(screen.queryByRole("button", { name: /^Deposit/ })).toBeNull();
  ticks[1]?.focus();
  await user.keyboard(" ");
  await screen.findByRole("button", { name: /^Deposit 1 cheque/ });
  await user.keyboard("{F8}");
  expect(await screen.findByText(/^Slip .* is made/)).toBeTruthy();
  expect(inputs(branch, "deposit_cheques")).toMatchObject([{ cheques: [2] }]);
});

test("cheques go to the bank together, and one that comes back bounces by keys with every effect shown", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/cheques" });
  await takesAllToTheBank(user);
  expect(await screen.findByText("No cheques here")).toBeTruthy();
  // The paper is what goes with them: its button has the focus.
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "Print the slip" })));
  expect(inputs(branch, "deposit_cheques")).toMatchObject([{ cheques: [1, 2] }]);

  await user.keyboard("{Alt>}2{/Alt}");
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("button", { name: "It bounced…" }));
  const sheet = within(await screen.findByRole("dialog"));
  expect(await sheet.findByText("A letter to Bhima Naik is written.")).toBeTruthy();
  await user.keyboard("2");
  await user.click(sheet.getByRole("button", { name: "It bounced" }));
  expect(await screen.findByText("C2X/26-27/00001")).toBeTruthy();
  expect(inputs(branch, "bounce_cheque")).toMatchObject([{ cheque: 1, reason: "signature" }]);
});

test("a clerk takes cheques to the bank, but lets none bounce", async () => {
  const { user } = openWindow({ as: "clerk", at: "#/cheques" });
  await user.keyboard("{Alt>}2{/Alt}");
  await user.keyboard("{Alt>}1{/Alt}");
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("button", { name: "Deposit this one" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "It bounced…" })).toBeNull();
});

test("a cheque says whose it is beside who gave it", async () => {
  const { user } = openWindow({ as: "clerk", at: "#/cheques" });
  const row = (await screen.findAllByRole("row", undefined, patient)).find((one) => one.textContent?.includes("000124"));
  row?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  expect(sheet.getByText("Name on it").nextSibling?.textContent).toBe("Esha Rai");
  expect(sheet.getByText("From").nextSibling?.textContent).toBe("Bhima Naik");
});

/** The first cheque of the list, once the bank has paid it. */
async function paid(user: ReturnType<typeof openWindow>["user"]) {
  await takesAllToTheBank(user);
  await screen.findByText("No cheques here", undefined, patient);
  await user.keyboard("{Alt>}2{/Alt}");
  // The bank's word is held against its paper line by line: nothing is ticked before somebody has.
  await screen.findByRole("button", { name: /^Tick all/ }, patient);
  expect(screen.queryByRole("button", { name: /^The bank has paid/ })).toBeNull();
  await user.keyboard("{F7}");
  await screen.findByRole("button", { name: /^The bank has paid 2 cheques/ }, patient);
  await user.keyboard("{F8}");
  await screen.findByText("No cheques here", undefined, patient);
  await user.keyboard("{Alt>}3{/Alt}");
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
}

test("a cheque that the bank debits after all is asked for by the clerk who deposits, with every effect shown", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/cheques" });
  await paid(user);
  await user.click(await screen.findByRole("button", { name: "The bank debits it after all…" }));
  const sheet = within(await screen.findByRole("dialog"));
  expect(await sheet.findByText("Receipt C2/26-27/000410 stands no more; it keeps its number and its day.")).toBeTruthy();
  expect(sheet.getByText("The bank had paid this cheque. That it falls all the same is said by two persons.")).toBeTruthy();
  await user.keyboard("3");
  await user.click(sheet.getByRole("button", { name: "Who allows it?" }));
  expect(inputs(branch, "bounce_cheque")).toEqual([]);
  // The manager's name has the focus; without one it goes on the list.
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Manager’s log-in name")));
  expect(screen.queryByRole("button", { name: /^Do it first/ })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Ask for approval" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(inputs(branch, "ask_approval")).toMatchObject([
    { asked: { act: "return_cheque", input: { cheque: 1, reason: "stopped" } }, manager: null, done_first: false, reason: "Payment stopped" },
  ]);
});

test("of a list the bank has paid those that are ticked, and one ticked too many is taken back the same day", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/cheques" });
  await takesAllToTheBank(user);
  await screen.findByText("No cheques here", undefined, patient);
  await user.keyboard("{Alt>}2{/Alt}");
  const ticks = await screen.findAllByRole("checkbox", undefined, patient);
  ticks[0]?.focus();
  await user.keyboard(" ");
  await screen.findByRole("button", { name: /^The bank has paid 1 cheque/ });
  await user.keyboard("{F8}");
  await waitFor(() => expect(inputs(branch, "realise_cheques")).toMatchObject([{ cheques: [1] }]));
  await user.keyboard("{Alt>}3{/Alt}");
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("button", { name: "Not paid after all" }));
  await waitFor(() => expect(inputs(branch, "unrealise_cheques")).toMatchObject([{ cheques: [1] }]));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("where nobody else is, a late bounce may be written down first and looked at later", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/cheques" });
  await screen.findByRole("button", { name: /^Tick all/ }, patient);
  const rules = { version: 1, hours: 24, second_look_ceiling: 500_00, bounce_fee: 250_00, bounces_to_cash_only: 2 };
  await branch.call("save_approval_rules", rules, false);
  await paid(user);
  await user.click(await screen.findByRole("button", { name: "The bank debits it after all…" }));
  await user.click(await screen.findByRole("button", { name: "Who allows it?" }));
  expect(screen.queryByText(/still logged in/)).toBeNull();
  await user.click(await screen.findByRole("button", { name: /^Do it first/ }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(inputs(branch, "ask_approval")).toMatchObject([{ asked: { act: "return_cheque" }, done_first: true }]);
});

test("who could be asked is named where something may be done first", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/cheques" });
  branch.book.atWork = [{ login: "noor", name: "Noor Khan" }];
  await screen.findByRole("button", { name: /^Tick all/ }, patient);
  await branch.call("save_approval_rules", { version: 1, hours: 24, second_look_ceiling: 500_00, bounce_fee: 250_00, bounces_to_cash_only: 2 }, false);
  await paid(user);
  await user.click(await screen.findByRole("button", { name: "The bank debits it after all…" }));
  await user.click(await screen.findByRole("button", { name: "Who allows it?" }));
  expect(await screen.findByText("Noor Khan is still logged in and can be asked. If it is done first, that is told with the month.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: /^Do it first all the same/ }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(inputs(branch, "ask_approval")).toMatchObject([{ done_first: true }]);
});

test("a slip that was a mistake is taken back on its day with a reason, and says so in its place", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/cheques" });
  await takesAllToTheBank(user);
  await user.click(await screen.findByRole("button", { name: "Take back… C2P/26-27/00001" }, patient));
  const sheet = within(await screen.findByRole("dialog"));
  const submit = sheet.getByRole("button", { name: "Take slip C2P/26-27/00001 back" });
  expect(submit).toHaveProperty("disabled", true);
  await user.type(sheet.getByLabelText(/Why\?/), "the wrong two{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(inputs(branch, "take_slip_back")).toMatchObject([{ slip: 1, reason: "the wrong two" }]);
  expect(await screen.findByText(/· taken back/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Take back…/ })).toBeNull();
  // Its cheques are in the office again.
  expect(await screen.findByRole("button", { name: /^Tick all/ })).toBeTruthy();
});

test("a slip of which the bank has said something is not offered to be taken back", async () => {
  const { user } = openWindow({ as: "manager", at: "#/cheques" });
  await takesAllToTheBank(user);
  expect(await screen.findByRole("button", { name: "Take back… C2P/26-27/00001" }, patient)).toBeTruthy();
  await screen.findByText("No cheques here");
  await user.keyboard("{Alt>}2{/Alt}");
  // Nothing is paid that nobody ticked.
  await screen.findAllByRole("checkbox", { name: /^Tick cheque/ }, patient);
  await user.keyboard("{F7}");
  await screen.findByRole("button", { name: /^The bank has paid 2 cheques/ }, patient);
  await user.keyboard("{F8}");
  await waitFor(() => expect(screen.queryByRole("button", { name: "Take back… C2P/26-27/00001" })).toBeNull(), patient);
});

test("a clerk sees the slips, but takes none back", async () => {
  const { user } = openWindow({ as: "clerk", at: "#/cheques" });
  await takesAllToTheBank(user);
  expect(await screen.findByRole("button", { name: "Slip C2P/26-27/00001" }, patient)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Take back…/ })).toBeNull();
});
