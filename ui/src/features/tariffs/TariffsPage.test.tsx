import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openWindow, screen } from "@/test/window";

const sent = (branch: ReturnType<typeof openWindow>["branch"], name: string) => branch.calls.filter((one) => one.name === name).at(-1)?.input;

test("the list shows what is in force, what comes, and plans that nobody has stored", async () => {
  const { user } = openWindow({ as: "clerk", at: "#/tariffs" });
  const row = await screen.findByRole("row", { name: /LT-2a Domestic/ });
  expect(within(row).getByText("1 Apr 2026")).toBeTruthy();
  expect(within(row).getByText("from 1 Dec 2026")).toBeTruthy();
  expect(within(screen.getByRole("row", { name: /W-1 Domestic/ })).getByText("retired")).toBeTruthy();
  expect(screen.getByText("LT-9 Temporary · 4 accounts")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Import…/ })).toBeNull();
  await user.click(row);
  expect(await screen.findByRole("article", { name: "LT-2a Domestic" })).toBeTruthy();
});

test("a tariff reads as an officer would print it, and every version stays readable", async () => {
  const { user, branch } = openWindow({ as: "official", at: "#/tariffs/1" });
  const ladder = await screen.findByRole("region", { name: "Energy charge" });
  expect(within(ladder).getByRole("row", { name: "over 50 to 100 ₹5.60" })).toBeTruthy();
  expect(within(ladder).getByRole("row", { name: "over 200 ₹8.20" })).toBeTruthy();
  expect(within(ladder).getByText("Each slab's units at the slab's own rate.")).toBeTruthy();
  expect(screen.getByText("on energy, rounded to 0.01, down")).toBeTruthy();
  expect(screen.getByText("Only for periods shorter than 25 or longer than 35 days.")).toBeTruthy();
  expect(screen.getByText("1 % a month begun on what is unpaid")).toBeTruthy();
  expect(screen.queryByRole("tab", { name: /Edit/ })).toBeNull();
  await user.click(screen.getByRole("button", { name: /1 Apr 2025 to 31 Mar 2026/ }));
  await waitFor(() => expect(sent(branch, "tariff")).toMatchObject({ version: 10 }));
});

test("a quote is worked out while the units are typed, and a refusal stands beside the field", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/tariffs/1?tab=quote" });
  const units = await screen.findByLabelText("Units, kWh");
  await waitFor(() => expect(document.activeElement).toBe(units));
  await user.keyboard("120");
  expect(await screen.findByText("₹817.00")).toBeTruthy();
  expect(sent(branch, "quote_tariff")).toMatchObject({ units: "120", load_kw: "1", from: "2026-11-01", to: "2026-11-30" });
  await user.clear(screen.getByLabelText("Sanctioned load, kW"));
  expect(await screen.findByRole("alert")).toHaveProperty("textContent", expect.stringContaining("sanctioned load"));
});

test("a tariff of time bands asks for each band's units", async () => {
  const { user, branch } = openWindow({ as: "clerk", at: "#/tariffs/2?tab=quote" });
  await user.type(await screen.findByLabelText("peak, kWh"), "40");
  await user.type(screen.getByLabelText("off-peak, kWh"), "80.5");
  await user.type(screen.getByLabelText("Highest demand, kW"), "25");
  expect(screen.getByLabelText("Contract demand, kW")).toBeTruthy();
  await waitFor(() =>
    expect(sent(branch, "quote_tariff")).toMatchObject({
      units: null,
      bands: [{ band: "peak", amount: "40" }, { band: "off-peak", amount: "80.5" }],
      demand: [{ band: "max", amount: "25" }],
    }),
  );
});

test("a month's bills are priced anew, and winners and losers are counted", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/tariffs/1?tab=simulate" });
  await user.selectOptions(await screen.findByLabelText("Priced by"), "version from 1 Dec 2026");
  await user.keyboard("{F8}");
  expect(await screen.findByText("903 bills", undefined, { timeout: 60_000 })).toBeTruthy();
  expect(screen.getByText("214 bills")).toBeTruthy();
  expect(screen.getByText("+4.7 %")).toBeTruthy();
  expect(screen.getByText(/imported without/)).toBeTruthy();
  expect(sent(branch, "simulate_tariff")).toEqual({ tariff: 1, month: "2026-10", version: 13 });
});

test("a text is checked as it is written, its faults lead to their lines, and it is stored as a new version", async () => {
  const { user, branch } = openWindow({ as: "admin", at: "#/tariffs/1?tab=edit" });
  const field = await screen.findByLabelText("Tariff file (TOML)");
  expect(await screen.findByText("This is exactly what is stored.")).toBeTruthy();
  await user.type(field, "rate = free");
  const fault = await screen.findByRole("button", { name: "Line 7" });
  expect(screen.getByText("expected a number, found text")).toBeTruthy();
  expect(screen.getByRole("button", { name: /Store as a new version/ })).toHaveProperty("disabled", true);
  await user.click(fault);
  expect(document.activeElement).toBe(field);

  await user.clear(field);
  await user.click(field);
  await user.paste('name = "LT-2a Domestic"\nvalid_from = 2026-04-01\n');
  const save = screen.getByRole("button", { name: /Store as a new version/ });
  expect(await screen.findByText("Good. This would correct the version of LT-2a Domestic from 1 Apr 2026.")).toBeTruthy();
  await user.click(save);
  expect(await screen.findByText("A correction needs its reason.")).toBeTruthy();
  await user.type(screen.getByLabelText(/Order or reason/), "Order 12 says 4.25");
  await user.click(screen.getByRole("checkbox", { name: /They keep it/ }));
  await user.keyboard("{Control>}s{/Control}");
  expect(await screen.findByText("Stored. In force from 1 Apr 2026.")).toBeTruthy();
  expect(sent(branch, "save_tariff_version")).toMatchObject({ tariff: 1, version: 1, note: "Order 12 says 4.25", correct_priced: true });
});

test("a file is looked at before it is stored", async () => {
  const { user, branch } = openWindow({ as: "admin", at: "#/tariffs" });
  await user.click(await screen.findByRole("button", { name: /Import…/ }));
  const sheet = await screen.findByRole("dialog", { name: "Import tariffs" });
  expect(await within(sheet).findByText("new version")).toBeTruthy();
  await user.type(within(sheet).getByLabelText(/Order or reason/), "Order 40{Enter}");
  expect(await within(sheet).findByText("Stored.")).toBeTruthy();
  expect(sent(branch, "import_tariff")).toEqual({ path: "/home/clerk/lt2a-domestic.toml", note: "Order 40", correct_priced: false });
});

test("a plan is retired, and taken up again", async () => {
  const { user, branch } = openWindow({ as: "admin", at: "#/tariffs/1" });
  await user.click(await screen.findByRole("button", { name: "Retire…" }));
  const sheet = await screen.findByRole("dialog", { name: "Retire LT-2a Domestic?" });
  expect(within(sheet).getByText(/1,204 accounts are on it/)).toBeTruthy();
  await user.click(within(sheet).getByRole("button", { name: /Retire the plan/ }));
  expect(await screen.findByText("retired")).toBeTruthy();
  expect(sent(branch, "retire_tariff")).toEqual({ tariff: 1, version: 1, active: false });
  expect(screen.getByRole("button", { name: "Take up again" })).toBeTruthy();
});

test("a text that is being written outlives a look at another version and another room, and nobody else finds it", async () => {
  const { user, branch } = openWindow({ as: "admin", at: "#/tariffs/1?tab=edit" });
  const typed = "# the new order, half written\n";
  const field = () => screen.findByLabelText<HTMLTextAreaElement>("Tariff file (TOML)");
  await user.click(await field());
  await user.paste(typed);
  const [first, second] = screen.getAllByRole("button", { name: /stored .* by/i });
  expect(second).toBeTruthy();
  if (first) await user.click(first);
  if (second) await user.click(second);
  expect((await field()).value).toContain(typed);
  window.location.hash = "#/settings";
  await screen.findByRole("heading", { name: /Settings/ });
  window.location.hash = "#/tariffs/1?tab=edit";
  expect((await field()).value).toContain(typed);
  // What is written of one plan is not there in another's.
  window.location.hash = "#/tariffs/2?tab=edit";
  await waitFor(async () => expect((await field()).value).not.toContain(typed));

  await branch.logOut();
  branch.changes();
  const login = await screen.findByLabelText(/Log-in name/);
  await user.type(login, "admin");
  await user.type(screen.getByLabelText(/Password/), "admin-demo{Enter}");
  await waitFor(() => expect(screen.queryByLabelText(/Log-in name/)).toBeNull());
  window.location.hash = "#/tariffs/1?tab=edit";
  expect((await field()).value).not.toContain(typed);
});

test("a draft does not drop what somebody else has stored since it was begun", async () => {
  const { user, branch } = openWindow({ as: "admin", at: "#/tariffs/1?tab=edit" });
  await user.click(await screen.findByLabelText("Tariff file (TOML)"));
  await user.paste("# a line of mine\n");
  expect(screen.queryByText(/was changed since this draft was begun/)).toBeNull();
  branch.book.tariffs = branch.book.tariffs.map((one) => (one.id === 1 ? { ...one, version: 2 } : one));
  branch.changes();
  expect(await screen.findByText(/was changed since this draft was begun/)).toBeTruthy();
  await user.type(screen.getByLabelText(/Order or reason/), "Order 12");
  await user.click(await screen.findByRole("checkbox", { name: /They keep it/ }));
  await user.keyboard("{Control>}s{/Control}");
  expect((await screen.findByRole("alert")).textContent).toContain("was changed meanwhile");
  await user.click(screen.getByRole("button", { name: "I have looked at it" }));
  await user.keyboard("{Control>}s{/Control}");
  await waitFor(() => expect(sent(branch, "save_tariff_version")).toMatchObject({ version: 2 }));
  expect(await screen.findByText(/^Stored\. In force/)).toBeTruthy();
});

test("a new tariff that is half written is there again, and dropped on purpose only", async () => {
  const { user } = openWindow({ as: "admin", at: "#/tariffs/new" });
  const field = () => screen.findByLabelText<HTMLTextAreaElement>("Tariff file (TOML)");
  await user.click(await field());
  await user.paste("# mine\n");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(window.location.hash).toBe("#/tariffs"));
  window.location.hash = "#/tariffs/new";
  expect((await field()).value).toContain("# mine");
  await user.click(screen.getByRole("button", { name: "Begin anew" }));
  expect((await field()).value).not.toContain("# mine");
});

test("what a simulation found is there again after a look at another tab", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/tariffs/1?tab=simulate" });
  await screen.findByLabelText("Priced by");
  await user.keyboard("{F8}");
  expect(await screen.findByText("903 bills", undefined, { timeout: 60_000 })).toBeTruthy();
  await user.keyboard("{Alt>}1{/Alt}");
  await waitFor(() => expect(screen.queryByText("903 bills")).toBeNull());
  await user.keyboard("{Alt>}3{/Alt}");
  expect(await screen.findByText("903 bills")).toBeTruthy();
  expect(branch.calls.filter((one) => one.name === "simulate_tariff")).toHaveLength(1);
});
