import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openWindow, screen } from "@/test/window";

const inputs = (branch: { calls: { name: string; input: unknown }[] }, name: string) =>
  branch.calls.filter((one) => one.name === name).map((one) => one.input);

test("who reads everything sees who may log in, and changes nobody", async () => {
  const { user } = openWindow({ as: "official", at: "#/settings/users" });
  const table = within(await screen.findByRole("table", undefined, { timeout: 60_000 }));
  const row = await table.findByRole("row", { name: /manager/i });
  expect(screen.queryByRole("button", { name: /Add/ })).toBeNull();
  row.focus();
  await user.keyboard("{Enter}{F7}");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("the office is saved with the version that was shown, and a limit that cannot be read is not taken for none", async () => {
  const { user, branch } = openWindow({ as: "admin", at: "#/settings/office" });
  const phone = await screen.findByLabelText("Phone");
  expect(screen.getByRole("button", { name: /^Save/ })).toHaveProperty("disabled", true);
  await user.clear(phone);
  await user.type(phone, "0824 111 222");
  await user.type(screen.getByLabelText(/^Address/), "{Enter}Karnataka");
  const limit = screen.getByRole("textbox", { name: "Limit voids" });
  await user.clear(limit);
  await user.type(limit, "lots");
  await user.keyboard("{Control>}s{/Control}");
  expect(inputs(branch, "save_office")).toEqual([]);

  await user.clear(limit);
  await user.type(limit, "2500");
  await user.keyboard("{Control>}s{/Control}");
  expect(await screen.findByText("Saved.")).toBeTruthy();
  expect(inputs(branch, "save_office")).toMatchObject([
    { version: 1, phone: "0824 111 222", address: "Lalbagh Main Road; Mangalore 575003; Karnataka", void_ceiling: 250_000, payment_ceiling: null, idle_lock_secs: 600 },
  ]);
});

test("a ceiling that cannot be read is not taken for none", async () => {
  const { user, branch } = openWindow({ as: "admin", at: "#/settings/approvals" });
  const ceiling = await screen.findByLabelText("Refund");
  await user.type(ceiling, "1,00");
  await user.keyboard("{Control>}s{/Control}");
  expect(inputs(branch, "save_approval_rules")).toEqual([]);
  await user.clear(ceiling);
  await user.type(ceiling, "100");
  await user.keyboard("{Control>}s{/Control}");
  expect(await screen.findByText("Saved.")).toBeTruthy();
  expect(inputs(branch, "save_approval_rules")).toMatchObject([{ ceilings: [{ kind: "refund", most: 10_000 }] }]);
});

test("what somebody else saved meanwhile is not overwritten, and can be looked at", async () => {
  const { user, branch } = openWindow({ as: "admin", at: "#/settings/office" });
  await user.type(await screen.findByLabelText("Phone"), "9");
  branch.book.office = { ...branch.book.office, name: "Mangalore East", version: 2 };
  await user.keyboard("{Control>}s{/Control}");
  await user.click(await screen.findByRole("button", { name: "Show what it is now" }));
  await waitFor(() => expect(screen.getByLabelText(/^Name/)).toHaveProperty("value", "Mangalore East"));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a manager reads the office and changes nothing", async () => {
  openWindow({ as: "manager", at: "#/settings/office" });
  expect(await screen.findByLabelText("Phone")).toHaveProperty("readOnly", true);
  expect(screen.queryByRole("button", { name: /Save/ })).toBeNull();
  expect(screen.getByText("Only an administrator changes these.")).toBeTruthy();
});

test("a clerk finds only their own window, and what it is made with", async () => {
  openWindow({ as: "clerk", at: "#/settings" });
  const tabs = await screen.findAllByRole("tab");
  expect(tabs.map((tab) => tab.textContent?.replace(/Alt \d/, ""))).toEqual(["For me", "About"]);
  expect(screen.getByText("Take payments")).toBeTruthy();
});

test("a new consumer needs a customer, found as everywhere", async () => {
  const { user, branch } = openWindow({ as: "admin", at: "#/settings/users" });
  await screen.findByText("Omkar Bhat");
  await user.keyboard("{F7}");
  const form = within(await screen.findByRole("dialog"));
  await user.type(form.getByLabelText(/^Name/), "Asha Rai");
  await user.type(form.getByLabelText(/^Log-in name/), "asha");
  await user.click(form.getByRole("radio", { name: "Consumer" }));
  await user.type(form.getByLabelText(/^Password/), "a long enough one");
  await user.click(form.getByRole("button", { name: "Save" }));
  expect(await form.findByText(/choose whose/)).toBeTruthy();

  await user.type(form.getByRole("combobox"), "1000 2345{Enter}");
  expect(await form.findByText("K-1001")).toBeTruthy();
  await user.click(form.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(inputs(branch, "save_user")).toMatchObject([{ login: "asha", role: "consumer", customer: 1, active: true }]);
});

test("a locked person is unlocked by a new password", async () => {
  const { user, branch } = openWindow({ as: "admin", at: "#/settings/users" });
  branch.book.users = branch.book.users.map((one) => (one.login === "clerk" ? { ...one, locked_until: Date.now() + 300_000 } : one));
  await user.click(await screen.findByText(/^Locked until/));
  const form = within(await screen.findByRole("dialog"));
  await user.click(form.getByRole("button", { name: "Unlock with a new password" }));
  expect(document.activeElement).toBe(form.getByLabelText(/^New password/));
  await user.keyboard("another long one{Enter}");
  await waitFor(() => expect(screen.queryByText(/^Locked until/)).toBeNull());
  expect(inputs(branch, "save_user")).toMatchObject([{ user: 1, version: 1, password: "another long one" }]);
});

test("a counter is opened, and its code is fixed from then on", async () => {
  const { user, branch } = openWindow({ as: "admin", at: "#/settings/counters" });
  await screen.findByText("Bulk window");
  await user.keyboard("{F7}");
  const form = within(await screen.findByRole("dialog"));
  await user.type(form.getByLabelText(/^Code/), "c4");
  await user.type(form.getByLabelText(/^Name/), "Gate{Enter}");
  await waitFor(() => expect(inputs(branch, "save_counter")).toEqual([{ code: "C4", name: "Gate", active: true }]));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.click(await screen.findByText("Gate"));
  expect(within(await screen.findByRole("dialog")).getByLabelText(/^Code/)).toHaveProperty("readOnly", true);
});

test("one's own password is changed only when it was typed twice alike, and a wrong one is refused there", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/settings/me" });
  await user.type(await screen.findByLabelText(/^Present password/), "wrong");
  await user.type(screen.getByLabelText(/^New password \*?$|^New password$/), "a long enough one");
  await user.type(screen.getByLabelText(/^New password again/), "a long enough two{Enter}");
  expect(await screen.findByText("These two are not the same.")).toBeTruthy();
  expect(inputs(branch, "change_password")).toEqual([]);
  await user.clear(screen.getByLabelText(/^New password again/));
  await user.type(screen.getByLabelText(/^New password again/), "a long enough one{Enter}");
  expect(await screen.findByRole("alert")).toBeTruthy();
  await user.clear(screen.getByLabelText(/^Present password/));
  await user.type(screen.getByLabelText(/^Present password/), "clerk-demo{Enter}");
  expect(await screen.findByText("Your password is changed.")).toBeTruthy();
});

test("the recovery key is shown again to whoever keeps the book, for their password", async () => {
  const { user, branch } = openWindow({ as: "admin", at: "#/settings/me" });
  await user.type(await screen.findByLabelText(/^Your password, to show it/), "wrong{Enter}");
  expect(await screen.findByRole("alert")).toBeTruthy();
  expect(screen.queryByText("7QK2-M9XD-4TLP-0WRS-8HVC-5NBE")).toBeNull();
  await user.clear(screen.getByLabelText(/^Your password, to show it/));
  await user.type(screen.getByLabelText(/^Your password, to show it/), "admin-demo{Enter}");
  expect(await screen.findByText("7QK2-M9XD-4TLP-0WRS-8HVC-5NBE")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Save as…" }));
  await waitFor(() => expect(branch.saved).toMatchObject([{ text: "7QK2-M9XD-4TLP-0WRS-8HVC-5NBE", secret: true }]));
  await user.click(screen.getByRole("button", { name: "Hide it" }));
  expect(screen.queryByText("7QK2-M9XD-4TLP-0WRS-8HVC-5NBE")).toBeNull();
});

test("text grows by key and comes back to its usual size", async () => {
  const { user } = openWindow({ as: "clerk", at: "#/settings/me" });
  const slider = await screen.findByRole("slider", { name: "Text size" });
  slider.focus();
  await user.keyboard("{ArrowRight}{ArrowRight}");
  expect(document.documentElement.style.getPropertyValue("--cf-text-scale")).toBe("1.1");
  await user.click(screen.getByRole("button", { name: "Usual size" }));
  expect(document.documentElement.style.getPropertyValue("--cf-text-scale")).toBe("1");
});
