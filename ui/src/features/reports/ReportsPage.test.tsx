import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openWindow, screen } from "@/test/window";

const inputs = (branch: { calls: { name: string; input: unknown }[] }, name: string) =>
  branch.calls.filter((one) => one.name === name).map((one) => one.input);

/** The first one to come here waits for the room, and its chart, to be loaded. */
const patient = { timeout: 60_000 };

test("a report is a table beside the period before, chosen by keys", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/reports" });
  const table = within(await screen.findByRole("table", { name: "Collections by day" }, patient));
  expect(table.getByRole("row", { name: /^1 Nov 12 12 0.00 62,410.00 58,000.00 \+8 %$/ })).toBeTruthy();
  expect(inputs(branch, "report")).toEqual([{ report: "days", from: "2026-11-01", to: "2026-11-30" }]);
  // The month runs: what is shown is up to today, beside as much of the month before.
  expect(screen.getByText("1 Nov 2026 to 21 Nov 2026, so far")).toBeTruthy();
  expect(screen.getByText("beside 1 Oct 2026 to 21 Oct 2026")).toBeTruthy();
  await user.keyboard("{Alt>}3{/Alt}");
  expect(await screen.findByRole("rowheader", { name: "UPI" })).toBeTruthy();
  expect(window.location.hash).toBe("#/reports/tenders?period=month");
});

test("another period is asked for, and the paper is of the same days", async () => {
  const { user, branch } = openWindow({ as: "official", at: "#/reports/clerks?period=last_month" });
  await screen.findByRole("table", { name: "Collections by clerk" }, patient);
  expect(inputs(branch, "report")).toContainEqual({ report: "clerks", from: "2026-10-01", to: "2026-10-31" });
  await user.keyboard("{F8}");
  await waitFor(() => expect(branch.opened).toEqual([{ kind: "report", report: "clerks", from: "2026-10-01", to: "2026-10-31", format: "pdf" }]));
  await user.keyboard("{F9}");
  await waitFor(() => expect(branch.saved).toEqual([{ kind: "report", report: "clerks", from: "2026-10-01", to: "2026-10-31", format: "pdf" }]));
});

test("a clerk has no reports", async () => {
  openWindow({ as: "clerk", at: "#/reports" });
  expect(await screen.findByText("There is no room here")).toBeTruthy();
});

test("whoever has a drawer to count is told that its day is left out", async () => {
  const { user } = openWindow({ as: "manager", at: "#/shift" });
  await screen.findByText("Open a shift at counter C2", undefined, patient);
  await user.keyboard("{F8}");
  await screen.findByText("Shift C2S/26-27/000007");
  window.location.hash = "#/reports/tenders";
  const said = await screen.findByText(/it is shown once every drawer is counted/, undefined, patient);
  expect(said.textContent).toMatch(/^Without 21 Nov 2026/);
});

test("waits are named by their class and have units, clerks by their names, where they are known", async () => {
  openWindow({ as: "manager", at: "#/reports/waits" });
  const waits = within(await screen.findByRole("table", { name: "Waits in the hall" }, patient));
  expect(waits.getByRole("row", { name: /^Overdue 13 5 min 15 s/ })).toBeTruthy();
  window.location.hash = "#/reports/variances";
  const off = within(await screen.findByRole("table", { name: "Cash variance" }));
  // The second had no drawer before: nothing to hold it against.
  expect(off.getByRole("row", { name: /^Chitra Lobo .* 58,000.00 \+4,410.00$/ })).toBeTruthy();
  expect(off.getByRole("row", { name: /^bina .* –$/ })).toBeTruthy();
  expect(off.getByRole("rowheader", { name: "Total" })).toBeTruthy();
});
