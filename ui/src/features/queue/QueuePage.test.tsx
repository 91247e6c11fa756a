import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openWindow, screen } from "@/test/window";

test("the next one is said with its reason, and called by key to the counter", async () => {
  const { user } = openWindow({ at: "#/queue" });
  expect(await screen.findByText("Next because nobody more urgent is waiting.")).toBeTruthy();
  await user.keyboard("{F3}");
  await waitFor(() => expect(window.location.hash).toContain("#/counter?customer=1"));
  expect(window.location.hash).toContain("ticket=1");
});

test("a ticket is taken for whoever comes in, and its number stands large", async () => {
  const { user, branch } = openWindow({ at: "#/queue" });
  await screen.findByText("Urgent lane");
  await user.keyboard("{F7}");
  await user.click(await screen.findByRole("button", { name: "Take the ticket" }));
  expect((await screen.findByText(/^R-0\d+$/, { selector: "p" })).textContent).toMatch(/^R-0/);
  expect(branch.calls.find((one) => one.name === "take_ticket")?.input).toMatchObject({ kind: "payment" });
});

test("whoever was not there when called is listed, and recalled", async () => {
  const { user, branch } = openWindow({ at: "#/queue" });
  await screen.findByText("Urgent lane");
  await user.keyboard("{F3}");
  await waitFor(() => expect(window.location.hash).toContain("#/counter"));
  await user.keyboard("{F2}");
  await user.click(await screen.findByRole("button", { name: "Not here" }));
  const missed = (await screen.findByText("Not here", { selector: "[class*=tag] *, [class*=tag]" })).closest("li");
  await user.click(within(missed ?? document.body).getByRole("button", { name: "Recall" }));
  await waitFor(() => expect(branch.calls.filter((one) => one.name === "call_ticket")).toHaveLength(1));
});

test("a dead letter is put on the right account by hand", async () => {
  const { user, branch } = openWindow({ at: "#/queue/letters" });
  await user.click(await screen.findByText("D-002"));
  await user.type(await screen.findByRole("combobox", { name: "Another account" }), "W-55 102{Enter}");
  expect(await screen.findByRole("radio", { name: /W-55 102/ })).toHaveProperty("checked", true);
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "retry_dead_letter")?.input).toMatchObject({ ticket: 23, account: 2 }),
  );
});

test("whoever is found by a name for a dead letter says which of their accounts is meant", async () => {
  const { user, branch } = openWindow({ at: "#/queue/letters" });
  await user.click(await screen.findByText("D-002"));
  const name = branch.book.customers[0]?.name ?? "";
  await user.type(await screen.findByRole("combobox", { name: "Another account" }), `${name}{Enter}`);
  await user.click((await screen.findAllByRole("option", { name: new RegExp(name) }))[0] as HTMLElement);
  await screen.findByText(`Which account of ${name}?`);
  expect(screen.getByRole("button", { name: "Try again" })).toHaveProperty("disabled", true);
  await user.click(screen.getByRole("radio", { name: /W-55 102/ }));
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "retry_dead_letter")?.input).toMatchObject({ ticket: 23, account: 2 }),
  );
});

test("the dead letters of one problem are tried again together, after it was said how many they are", async () => {
  const { user, branch } = openWindow({ at: "#/queue/letters" });
  const dead = () => branch.book.tickets.filter((one) => one.state === "dead");
  const one = dead()[0];
  if (one === undefined) throw new Error("the fake branch has a dead letter");
  branch.book.tickets.push({ ...one, id: 91, number: "D-003" }, { ...one, id: 92, number: "D-004" });
  const groups = within(await screen.findByRole("list", { name: "Dead letters by what they failed of" }));
  expect(groups.getByText("Account not known")).toBeTruthy();
  await user.click(groups.getByRole("button", { name: "Try all again" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Try all again: Account not known" }));
  await user.click(sheet.getByRole("button", { name: "Leave them" }));
  expect(branch.calls.filter((call) => call.name === "retry_dead_letters")).toHaveLength(0);
  await user.click(groups.getByRole("button", { name: "Try all again" }));
  const again = within(await screen.findByRole("dialog", { name: "Try all again: Account not known" }));
  await user.click(again.getByRole("button", { name: "Try all 3 again" }));
  expect(await again.findByText(/3 wait for the worker now/)).toBeTruthy();
  const calls = branch.calls.filter((call) => call.name === "retry_dead_letters").map((call) => call.input as { request_id: string });
  expect(calls).toMatchObject([{ problem: "not_found", newest: 92 }, { newest: 92, after: 92 }, { newest: 92, after: 91 }]);
  expect(new Set(calls.map((call) => call.request_id)).size).toBe(3);
  expect(dead()).toHaveLength(0);
});

test("whatever was put back before a refusal in the middle is said beside it, and counts on", async () => {
  const { user, branch } = openWindow({ at: "#/queue/letters" });
  const one = branch.book.tickets.find((ticket) => ticket.state === "dead");
  if (one === undefined) throw new Error("the fake branch has a dead letter");
  branch.book.tickets.push({ ...one, id: 91, number: "D-003" }, { ...one, id: 92, number: "D-004" });
  const call = branch.call;
  let refuses = true;
  branch.call = (name, input, byHand) => {
    const second = name === "retry_dead_letters" && (input as { after?: number }).after === 91;
    if (second && refuses) return Promise.reject({ code: "busy", message: "the book is being read", hint: "Try again." });
    return call(name, input, byHand);
  };
  const groups = within(await screen.findByRole("list", { name: "Dead letters by what they failed of" }));
  await user.click(groups.getByRole("button", { name: "Try all again" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Try all again: Account not known" }));
  await user.click(sheet.getByRole("button", { name: "Try all 3 again" }));
  expect(await sheet.findByText(/2 wait for the worker now/)).toBeTruthy();
  expect(sheet.getByRole("alert").textContent).toContain("The book is being read");
  refuses = false;
  await user.click(sheet.getByRole("button", { name: /Try all/ }));
  expect(await sheet.findByText(/3 wait for the worker now/)).toBeTruthy();
});

test("money in hand is cancelled by two persons", async () => {
  const { user, branch } = openWindow({ at: "#/queue/letters" });
  await user.click(await screen.findByText("D-002"));
  await user.click(await screen.findByRole("button", { name: "Cancel the request" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Cancel ticket D-002" }));
  await user.type(sheet.getByLabelText("Why?"), "sent back to the bank");
  await user.click(sheet.getByRole("button", { name: "Cancel the ticket" }));
  expect(await screen.findByText(/stands in no drawer/)).toBeTruthy();
  const manager = within(screen.getByRole("group", { name: "A manager allows it here" }));
  await user.type(manager.getByRole("textbox"), "manager");
  await user.type(manager.getByLabelText("PIN", { selector: "input" }), "7391");
  await user.click(screen.getByRole("button", { name: "Do it now" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(branch.calls.filter((one) => one.name === "ask_approval").map((one) => one.input)).toMatchObject([
    { asked: { act: "cancel_ticket", input: { ticket: 23, reason: "sent back to the bank" } }, reason: "sent back to the bank", manager: { login: "manager" } },
  ]);
});

test("a bank file of hundreds of rows is counted whole, and its last row is found", async () => {
  const { user, branch, unmount } = openWindow({ at: "#/queue/letters" });
  const one = await screen.findByText("D-002").then(() => branch.book.tickets.find((ticket) => ticket.state === "dead"));
  if (!one) throw new Error("there is a dead letter");
  unmount();
  const tickets = Array.from({ length: 650 }, (_, at) => ({ ...one, id: 1000 + at, number: `M-${String(at).padStart(3, "0")}`, state: "waiting" as const }));
  openWindow({ at: "#/queue/letters", book: { tickets } });
  expect(await screen.findByText("650 rows")).toBeTruthy();
  await user.type(screen.getByLabelText("Filter…"), "M-649");
  expect(await screen.findByText("M-649")).toBeTruthy();
});

test("who may only look sees no way to act", async () => {
  openWindow({ as: "official", at: "#/queue" });
  await screen.findByText("Urgent lane");
  expect(screen.queryByRole("button", { name: /Call next/ })).toBeNull();
});

test("a ticket that was looked for has the focus, and the arrows go on from it", async () => {
  const { branch, unmount } = openWindow({ at: "#/queue" });
  await screen.findByText("Urgent lane");
  const one = branch.book.tickets.find((ticket) => ticket.state === "waiting");
  if (!one) throw new Error("somebody waits");
  unmount();
  const tickets = [1, 2, 3, 4].map((id) => ({ ...one, id, number: `W-90${id}` }));
  const { user } = openWindow({ at: "#/queue?ticket=3", book: { tickets } });
  const more = await screen.findAllByRole("button", { name: /^More for W-90/ });
  const at = () => more.findIndex((button) => button === document.activeElement);
  await waitFor(() => expect(at()).toBe(2));
  const visited = [];
  for (const key of ["{ArrowDown}", "{ArrowDown}", "{Home}", "{ArrowDown}", "{End}", "{ArrowUp}"]) {
    await user.keyboard(key);
    visited.push(at());
  }
  expect(visited).toEqual([3, 3, 0, 1, 3, 2]);
  // One of a lane is in the way of Tab.
  expect(more.map((button) => button.tabIndex)).toEqual([-1, -1, 0, -1]);
});

test("whoever is held is reached by a key, and by the search", async () => {
  const { branch, unmount } = openWindow({ at: "#/queue" });
  await screen.findByText("Urgent lane");
  const [one] = branch.book.tickets;
  if (!one) throw new Error("somebody waits");
  unmount();
  const tickets = [1, 2].map((id) => ({ ...one, id, number: `R-90${id}`, state: "held" as const }));
  const { user } = openWindow({ at: "#/queue?ticket=2", book: { tickets } });
  const recall = await screen.findAllByRole("button", { name: "Recall" });
  await waitFor(() => expect(document.activeElement).toBe(recall[1]));
  await user.keyboard("{ArrowUp}");
  expect(document.activeElement).toBe(recall[0]);
  await user.tab({ shift: true });
  await user.keyboard("{F4}");
  expect(document.activeElement).toBe(recall[0]);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(window.location.hash).toContain("#/counter"));
});
