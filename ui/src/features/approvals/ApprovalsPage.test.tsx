import { within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openWindow, screen } from "@/test/window";

const inputs = (branch: { calls: { name: string; input: unknown }[] }, name: string) =>
  branch.calls.filter((one) => one.name === name).map((one) => one.input);

/** The first one to come here waits for the room to be loaded. */
const patient = { timeout: 60_000 };

test("a request is opened by keys, shows what it would do, and is approved by Enter", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/approvals" });
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  expect(await sheet.findByText("Receipt C2/26-27/000412 stands no more; it keeps its number and its day.")).toBeTruthy();
  expect(sheet.getByText("Taken twice")).toBeTruthy();
  expect(sheet.getByRole("button", { name: "Refuse" })).toHaveProperty("disabled", true);
  await user.keyboard("{Enter}{Enter}");
  expect(inputs(branch, "decide_approval")).toEqual([]);
  sheet.getByRole("button", { name: "Approve" }).focus();
  await user.keyboard("{Enter}");
  expect(await screen.findByText("Done: C2F/26-27/00001")).toBeTruthy();
  expect(inputs(branch, "decide_approval")).toMatchObject([{ approval: 7, version: 1, decision: "approve", note: "" }]);
});

test("a refusal wants a word why", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/approvals" });
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  await user.type(sheet.getByLabelText("Note"), "it was right");
  await user.click(sheet.getByRole("button", { name: "Refuse" }));
  expect(await screen.findByText("Nothing waits for anybody", undefined, patient)).toBeTruthy();
  expect(inputs(branch, "decide_approval")).toMatchObject([{ decision: "refuse", note: "it was right" }]);
});

test("who decides on a claim to be given up sees what would be left of it", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/settings" });
  const asked = { act: "write_off", input: { request_id: "r-1", bill: 101, version: 1, amount: null, note: "nobody lives there" } };
  await branch.call("ask_approval", { request_id: "r-1", asked, reason: "nobody lives there", manager: null }, false);
  window.location.hash = "#/approvals";
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  expect((await sheet.findByRole("status")).textContent).toMatch(/0\.00/);
  expect(inputs(branch, "preview_correction")).toEqual([]);
});

test("who decides on a bill made anew sees the readings that are put right and the new bill beside the old one", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/settings" });
  const [reading] = (await branch.call("readings", { account: 11, all: true, limit: 500 }, false)) as { id: number; value: string }[];
  const readings = [{ reading: reading?.id ?? 0, value: "1234", kind: "actual" as const }];
  const input = { request_id: "r-1", bill: 101, version: 1, reason: "wrong_reading" as const, note: "read upside down", due_on: null, readings };
  const asked = { act: "cancel_and_rebill" as const, input };
  await branch.call("ask_approval", { request_id: "r-1", asked, reason: "read upside down", manager: null }, false);
  window.location.hash = "#/approvals";
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  const made = within(await sheet.findByRole("region", { name: "The new bill" }));
  expect(made.getByRole("row", { name: /^Total of the old one/ })).toBeTruthy();
  expect(made.getByRole("row", { name: /^Total ₹/ })).toBeTruthy();
  const put = within(await sheet.findByRole("table", { name: "Readings put right" }));
  expect(put.getByText("1234 · Actual")).toBeTruthy();
  expect(inputs(branch, "preview_rebill")).toEqual([]);
});

test("who decides on a drawer that differs sees which way, by how much, and what had to be there", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/settings" });
  const asked = { act: "allow_variance", input: { shift: 7, reason: "unknown", note: "" } };
  await branch.call("ask_approval", { request_id: "r-1", asked, reason: "nobody knows", manager: null }, false);
  window.location.hash = "#/approvals";
  const rows = await screen.findAllByRole("row", undefined, patient);
  expect(rows[1]?.textContent).toMatch(/[-−].*10\.00 short/);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  const said = await sheet.findByText(/Cash in shift C2\/26-27\/00007/);
  expect(said.textContent).toMatch(/2,961\.00 was counted and .*2,971\.00 had to be there.*10\.00 short/);
  expect(inputs(branch, "preview_request")).toMatchObject([{ approval: 8 }]);
});

test("what was not looked at in time is shown as overdue, and since when", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/settings" });
  const asked = { act: "allow_variance", input: { shift: 7, reason: "unknown", note: "" } };
  await branch.call("ask_approval", { request_id: "r-1", asked, reason: "nobody knows", manager: null, done_first: true }, false);
  branch.book.lateLooks = true;
  window.location.hash = "#/approvals";
  expect(await screen.findByText("Overdue", undefined, patient)).toBeTruthy();
  expect(screen.getByText(/not looked at since 21 Nov 2026/)).toBeTruthy();
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  expect(sheet.getByText("Overdue since")).toBeTruthy();
  expect(sheet.getByText(/nothing more is done first until somebody has looked/)).toBeTruthy();
});

test("of whom the asker has in their hand the refusal says who else may", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/approvals" });
  branch.book.heldBy = "Asha Rao";
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  await user.click(await sheet.findByRole("button", { name: "Approve" }));
  expect(await sheet.findByText(/Noor may decide it/)).toBeTruthy();
});

test("a manager is not offered to decide their own request, and Enter decides nothing", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/settings" });
  const asked = { act: "write_off", input: { request_id: "r-1", bill: 101, version: 1, amount: null, note: "nobody lives there" } };
  await branch.call("ask_approval", { request_id: "r-1", asked, reason: "nobody lives there", manager: null }, false);
  window.location.hash = "#/approvals";
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog", { name: "Request 8" }));
  expect(await sheet.findByText("It is your own request: somebody else decides it.")).toBeTruthy();
  for (const name of ["Approve", "It is right", "Refuse"]) expect(sheet.queryByRole("button", { name })).toBeNull();
  expect(sheet.queryByLabelText("Note")).toBeNull();
  await user.keyboard("{Enter}");
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(inputs(branch, "decide_approval")).toEqual([]);
});

test("what somebody else asks for, the same manager is offered to decide", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/settings" });
  const asked = { act: "allow_variance", input: { shift: 7, reason: "unknown", note: "" } };
  await branch.call("ask_approval", { request_id: "r-1", asked, reason: "nobody knows", manager: null }, false);
  window.location.hash = "#/approvals";
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[2]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog", { name: "Request 7" }));
  expect(await sheet.findByRole("button", { name: "Approve" })).toBeTruthy();
  expect(sheet.queryByText("It is your own request: somebody else decides it.")).toBeNull();
});

test("nothing can be approved before what it would do is there, nor where that is refused", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/approvals", book: { stale: true } });
  let come = () => {};
  branch.slow.preview_request = new Promise<void>((done) => (come = done));
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}{Enter}{Enter}");
  const sheet = within(await screen.findByRole("dialog", { name: "Request 7" }));
  expect(sheet.queryByRole("button", { name: "Approve" })).toBeNull();
  await user.keyboard("{Enter}{Enter}");
  come();
  expect(await sheet.findByText(/W-55 201 was changed meanwhile/)).toBeTruthy();
  expect(sheet.queryByRole("button", { name: "Approve" })).toBeNull();
  await user.keyboard("{Enter}");
  expect(inputs(branch, "decide_approval")).toEqual([]);
  await user.type(sheet.getByLabelText("Note"), "too late");
  expect(sheet.getByRole("button", { name: "Refuse" })).toHaveProperty("disabled", false);
});

test("who lets pass what is above their ceiling is told that a third person looks", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/settings" });
  branch.book.thirdLooks = true;
  window.location.hash = "#/approvals";
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  expect(await sheet.findByText(/more than you may approve: your word lets it pass, and a third person looks/)).toBeTruthy();
});

test("a second look shows what was done, which way, and opens its paper", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/settings" });
  const asked = { act: "allow_variance", input: { shift: 7, reason: "unknown", note: "" } };
  branch.book.lateLooks = false;
  await branch.call("ask_approval", { request_id: "r-1", asked, reason: "nobody knows", manager: null, done_first: true }, false);
  window.location.hash = "#/approvals";
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  expect((await sheet.findByText(/Cash in shift C2\/26-27\/00007/)).textContent).toMatch(/10\.00 short/);
  await user.click(sheet.getByRole("button", { name: "Open its paper" }));
  expect(branch.opened).toMatchObject([{ kind: "z_report", z: 7 }]);
});

test("an official sees what a request would do, and asks nothing that is not theirs to ask", async () => {
  const { user, branch } = openWindow({ as: "official", at: "#/approvals" });
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  const sheet = within(await screen.findByRole("dialog"));
  expect(await sheet.findByText("Receipt C2/26-27/000412 stands no more; it keeps its number and its day.")).toBeTruthy();
  expect(sheet.queryByRole("button", { name: "Approve" })).toBeNull();
  const previews = branch.calls.map((one) => one.name).filter((name) => name.startsWith("preview_"));
  expect(new Set(previews)).toEqual(new Set(["preview_request"]));
});
