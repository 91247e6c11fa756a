import { act, render, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Figures, PaymentRow, PaymentView } from "@/backend/wire";
import { openWindow, screen } from "@/test/window";
import { Breakdown } from "./FiguresPanel";

const inputs = (branch: { calls: { name: string; input: unknown }[] }, name: string) =>
  branch.calls.filter((one) => one.name === name).map((one) => one.input);

const nothing: Figures = {
  from: "2026-11-20", to: "2026-11-20", receipts: 0, taken: 0, voids: 0, voided: 0, returns: 0, returned: 0, net: 0,
  by_method: [], by_clerk: [], sequences: [], overdue_bills: 0, overdue: 0, audit_rows: 0, reprints: 0,
};

/** The first one to come here waits for the room to be loaded; an export takes its time too. */
const patient = { timeout: 60_000 };

test("a month's pack is made by key, and says how its sample was drawn", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/audit/month" });
  expect(await screen.findByText("C1/26-27/000087", undefined, patient)).toBeTruthy();
  // What the room is for stands above the fifteen lists, where no window is too low for it.
  const act = screen.getByRole("button", { name: /^Export pack/ });
  expect(act.compareDocumentPosition(screen.getByText("Variances, Z reports")) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  await user.keyboard("{F8}");
  expect(await screen.findByText("2 files in /home/clerk/audit-2026-11.zip", undefined, patient)).toBeTruthy();
  expect(inputs(branch, "export_pack")).toEqual([{ month: "2026-11", folder: "/home/clerk" }]);
  expect(screen.getByText(/60 receipts were drawn at random with the seed 5eed/)).toBeTruthy();
});

test("an auditor's own seed draws the sample, and it is said whose it is", async () => {
  const { user, branch } = openWindow({ as: "official", at: "#/audit/month" });
  await user.type(await screen.findByLabelText("The auditor’s own seed", undefined, patient), "our birthday");
  await user.keyboard("{F8}");
  expect(await screen.findByText(/with the seed our birthday\. manager gave it\./, undefined, patient)).toBeTruthy();
  expect(inputs(branch, "export_pack")).toEqual([{ month: "2026-11", folder: "/home/clerk", seed: "our birthday" }]);
});

test("seals that are dropped with a pack are what it is held against", async () => {
  const { branch } = openWindow({ as: "official", at: "#/audit/verify" });
  await screen.findByText("Check this book", undefined, patient);
  branch.drop(["/mnt/stick/daily-2026-11-20.seal.json", "/mnt/stick/audit-2026-11.zip"]);
  expect(await screen.findByText("Everything is as it was written")).toBeTruthy();
  expect(screen.getByText("/mnt/stick/daily-2026-11-20.seal.json")).toBeTruthy();
  expect(screen.getByText(/Held against 1 seal from outside/)).toBeTruthy();
  expect(inputs(branch, "verify")).toEqual([{ path: "/mnt/stick/audit-2026-11.zip", seals: ["/mnt/stick/daily-2026-11-20.seal.json"] }]);
});

test("a folder beside a pack is what it is held against, and what holds no seal is named as left out", async () => {
  const { branch } = openWindow({ as: "official", at: "#/audit/verify" });
  await screen.findByText("Check this book", undefined, patient);
  act(() => branch.drop(["/mnt/stick/seals", "/mnt/stick/audit-2026-11.zip", "/mnt/stick/voids.csv"]));
  expect(await screen.findByText("Everything is as it was written")).toBeTruthy();
  expect(inputs(branch, "verify")).toEqual([{ path: "/mnt/stick/audit-2026-11.zip", seals: ["/mnt/stick/seals"] }]);
  expect(screen.getByText(/Left out, .*: \/mnt\/stick\/voids\.csv/)).toBeTruthy();
});

test("what is no pack stands by itself after one, and says so", async () => {
  const { branch } = openWindow({ as: "official", at: "#/audit/verify" });
  await screen.findByText("Check this book", undefined, patient);
  act(() => branch.drop(["/mnt/stick/seals.txt", "/mnt/stick/audit-2026-11.zip"]));
  expect(await screen.findByText(/Held against 1 seal from outside/)).toBeTruthy();
  act(() => branch.drop(["/mnt/stick/audit-2026-11"]));
  expect(await screen.findByText(/this stands by itself, and was held against nothing/)).toBeTruthy();
  expect(inputs(branch, "verify").at(-1)).toEqual({ path: "/mnt/stick/audit-2026-11" });
  act(() => branch.drop(["/mnt/stick/audit-2026-11.zip"]));
  expect(await screen.findByText(/Held against 1 seal from outside/)).toBeTruthy();
  expect(inputs(branch, "verify").at(-1)).toEqual({ path: "/mnt/stick/audit-2026-11.zip", seals: ["/mnt/stick/seals.txt"] });
});

test("a receipt that fell after its day is not valid in the day's list", async () => {
  const { branch } = openWindow({ as: "manager", at: "#/audit/verify" });
  await screen.findByText("Check this book", undefined, patient);
  const fell = (id: number, fallen: PaymentRow["fallen"]): PaymentView => ({
    row: {
      id, number: `C2/26-27/00000${id}`, business_on: "2026-11-21", taken_at: Date.now(), customer: 1, name: "Asha Rai", paid: 100_00,
      methods: ["cash"], clerk: "clerk", counter: "C2", void: false, fallen,
    },
    tenders: [], shares: [], tendered: 100_00, change: 0, credit_used: 0, credit_added: 0, redo_of: null, void: null, reversal: null,
    reprints: 0, next_copy: 0, audit_hash: "",
  });
  branch.book.payments = (["reversal", "refund", "transfer", "bounce"] as const).map((fallen, at) => fell(at + 1, fallen));
  window.location.hash = "#/audit/day";
  for (const word of ["Reversed", "Refunded", "Moved", "Bounced"]) expect(await screen.findByText(word)).toBeTruthy();
  expect(screen.queryByText("Valid")).toBeNull();
});

test("a page of codes and an older pack are what the newest pack is held against", async () => {
  const { branch } = openWindow({ as: "official", at: "#/audit/verify" });
  await screen.findByText("Check this book", undefined, patient);
  branch.drop(["/mnt/stick/seals.txt", "/mnt/stick/audit-2026-10.zip", "/mnt/stick/audit-2026-11.zip"]);
  expect(await screen.findByText("Everything is as it was written")).toBeTruthy();
  expect(inputs(branch, "verify")).toEqual([{ path: "/mnt/stick/audit-2026-11.zip", seals: ["/mnt/stick/seals.txt", "/mnt/stick/audit-2026-10.zip"] }]);
});

test("the seals of closed days are shown with the key, and their codes are saved together", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/audit/seals" });
  expect(await screen.findByText("7a".repeat(32))).toBeTruthy();
  expect(screen.getByRole("button", { name: "Copy code of the seal of 20 Nov 2026" })).toBeTruthy();
  await user.keyboard("{F8}");
  await waitFor(() => expect(branch.saved).toHaveLength(1));
});

test("a month is exported by key into a folder, and each file is shown with its hash", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/audit/month" });
  expect(await screen.findByText("C1/26-27/000087", undefined, patient)).toBeTruthy();
  await user.keyboard("{F9}");
  expect(await screen.findByText("2 files in /home/clerk/audit-2026-11", undefined, patient)).toBeTruthy();
  expect(inputs(branch, "export_month")).toEqual([{ month: "2026-11", folder: "/home/clerk" }]);
  expect(screen.getByText("9f9f9f9f…")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Copy the SHA-256 of voids.csv" })).toBeTruthy();
});

test("duplicates and overrides of the month are read in the window", async () => {
  const { user } = openWindow({ as: "official", at: "#/audit/month" });
  await user.click(await screen.findByRole("button", { name: "Show the register: Reprints" }, patient));
  const sheet = within(await screen.findByRole("dialog"));
  expect(await sheet.findByText("C2/26-27/000411 DUPLICATE 1")).toBeTruthy();
  await user.keyboard("{Escape}");
  await user.click(screen.getByRole("button", { name: "Show the register: Overrides" }));
  expect(await within(await screen.findByRole("dialog")).findByText("Office settings · Phone changed")).toBeTruthy();
});

test("a month that is longer than a screen looks through says from which day on it tells", async () => {
  const { user } = openWindow({ as: "official", at: "#/audit/month?month=2026-10" });
  await user.click(await screen.findByRole("button", { name: "Show the register: Overrides" }, patient));
  const sheet = within(await screen.findByRole("dialog"));
  expect(await sheet.findByText(/^Nothing of this since 29/)).toBeTruthy();
  expect(sheet.getByText(/this goes back to 29/)).toBeTruthy();
});

test("another month is chosen by keys, and none that has not come", async () => {
  const { user, branch } = openWindow({ as: "official", at: "#/audit/month" });
  await screen.findByText("C1/26-27/000087");
  await user.keyboard("{F4}");
  const chosen = await screen.findByRole("button", { name: "Nov 2026" });
  await waitFor(() => expect(document.activeElement).toBe(chosen));
  expect(screen.getByRole("button", { name: "Dec 2026" })).toHaveProperty("disabled", true);
  await user.keyboard("{ArrowLeft}");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Oct 2026"));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(inputs(branch, "month_summary")).toContainEqual({ month: "2026-10" }));
  expect(window.location.hash).toBe("#/audit/month?month=2026-10");
});

test("a day's files are written elsewhere, and a former day is a step away", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/audit" });
  await user.click(await screen.findByRole("button", { name: "The day before" }));
  await waitFor(() => expect(inputs(branch, "day_figures")).toContainEqual({ on: "2026-11-20" }));
  await user.keyboard("{F8}");
  await waitFor(() => expect(inputs(branch, "export_day")).toEqual([{ on: "2026-11-20", folder: "/home/clerk" }]));
  expect(await screen.findByText(/1 file in/)).toBeTruthy();
});

test("an official exports and verifies, but closes no day", async () => {
  openWindow({ as: "official", at: "#/audit" });
  expect(await screen.findByRole("button", { name: /Export…/ })).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Close the day/ })).toBeNull();
});

test("an admin verifies, but exports nothing", async () => {
  openWindow({ as: "admin", at: "#/audit/month" });
  await screen.findByText("C1/26-27/000087");
  expect(screen.queryByRole("button", { name: /Export pack/ })).toBeNull();
  expect(screen.getByRole("tab", { name: /Verify/ })).toBeTruthy();
});

test("the log tells in words what changed, and shows the whole hash", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/audit/log" });
  await user.selectOptions(await screen.findByRole("combobox", { name: "Chain" }), await screen.findByRole("option", { name: "Counter C2" }));
  await waitFor(() => expect(inputs(branch, "audit_rows")).toContainEqual({ counter: "C2", limit: 200 }));
  const undo = (await screen.findAllByText("Undo"))[0];
  if (undo) await user.click(undo);
  const sheet = within(await screen.findByRole("dialog"));
  expect(sheet.getByText("Bill W-2026-000512 opens again at ₹499.00.")).toBeTruthy();
  expect(sheet.getByText("Wrong amount")).toBeTruthy();
  expect(sheet.getByText(/^[0-9a-f]{64}$/)).toBeTruthy();
});

test("a file is verified where it was chosen, and an edited one names its rows", async () => {
  const { user, branch } = openWindow({ as: "official", at: "#/audit/verify" });
  await screen.findByText("Check this book");
  await user.keyboard("{Control>}o{/Control}");
  expect(await screen.findByText("Everything is as it was written")).toBeTruthy();
  act(() => branch.drop(["/mnt/stick/edited"]));
  expect(await screen.findByText("This is not as it was written")).toBeTruthy();
  expect(screen.getByText("transactions.csv: counter C2: row 371 was edited")).toBeTruthy();
  expect(inputs(branch, "verify")).toHaveLength(2);
});

test("the book is checked by key", async () => {
  const { user } = openWindow({ as: "manager", at: "#/audit/verify" });
  await screen.findByText("Check this book");
  await user.keyboard("{F9}");
  expect(await screen.findByText("The book is sound")).toBeTruthy();
});

test("changed rules are told in words, from what to what, with amounts as amounts", async () => {
  const { user } = openWindow({ as: "official", at: "#/audit/month" });
  const told = await screen.findByText(/^Fee of a bounced cheque: /, undefined, patient);
  expect(told.textContent).toMatch(/^Fee of a bounced cheque: .*0\.00 → .*250\.00; A manager approves at most, Void: .*1,000\.00 → nothing$/);
  expect(screen.getByText("Approval rules")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Show the register: Overrides" }));
  expect(await screen.findByText("Office settings · Phone changed")).toBeTruthy();
});

test("money that is left out is no nought, and a month's sums stand beside no count of more days", async () => {
  const { user } = openWindow({ as: "manager", at: "#/shift" });
  await screen.findByText("Open a shift at counter C2", undefined, patient);
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  window.location.hash = "#/audit/day";
  const figure = (name: string) => screen.getByText(name, { selector: "dt" }).parentElement?.textContent;
  expect(await screen.findByText(/^The money of 21 Nov 2026 is left out/, undefined, patient)).toBeTruthy();
  expect(["Net", "Taken", "Voided", "Given back"].map(figure)).toEqual(["Net–", "Taken–412 receipts", "Voided–1 void", "Given back–0 payments fell after their day"]);
  // By way of paying, and by clerk.
  expect(screen.getAllByText("Shown once every drawer is counted")).toHaveLength(2);
  window.location.hash = "#/audit/month";
  expect(await screen.findByText("Wrong amount")).toBeTruthy();
  expect(["Net", "Taken", "Voided", "Given back"].map(figure)).toEqual(["Net₹67,705.00", "Taken₹68,204.00", "Voided₹499.00", "Given back₹0.00"]);
});

test("a day on which nothing was taken says so", async () => {
  render(<Breakdown figures={nothing} />);
  expect(screen.getAllByText("Nothing was taken")).toHaveLength(2);
});
