import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { NOW } from "@/test/fake/book";
import { openWindow, screen } from "@/test/window";

test("a file is mapped, tried without storing, and its bad rows are named", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/imports" });
  await user.click(await screen.findByRole("button", { name: /Choose a CSV file/ }));
  expect(await screen.findByText("Needed fields without a column: Tariff plan.")).toBeTruthy();
  await user.selectOptions(screen.getByLabelText(/^Tariff plan/), "Tariff");
  await waitFor(() =>
    expect(branch.calls.filter((one) => one.name === "preview_import").at(-1)?.input).toMatchObject({
      mapping: expect.arrayContaining([{ field: "tariff", column: 7 }]),
    }),
  );
  const dry = screen.getByRole("button", { name: /Try it first/ });
  await waitFor(() => expect(dry).toHaveProperty("disabled", false));
  await user.click(dry);
  expect(await screen.findByText("Only tried: nothing was stored.")).toBeTruthy();
  expect(screen.getByText("1204")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Save the list…" }));
  await waitFor(() => expect(branch.saved).toEqual(["/documents/imports/customers-errors.csv"]));
});

test("an import that goes on after its screen was left is found there again, and in the list, and can be cancelled", async () => {
  const job = {
    id: 7, kind: "import", title: "customers.csv", state: "running", done: 400, total: 2000, rate: 100, seconds_left: 16, started_at: NOW,
    ended_at: null, result: null,
  };
  const { user, branch } = openWindow({ as: "manager", at: "#/imports", book: { jobs: [job] } });
  expect(await screen.findByText(/400 of 2,000/)).toBeTruthy();
  await user.click(await screen.findByRole("cell", { name: "Import · customers.csv" }));
  const sheet = within(await screen.findByRole("dialog"));
  await user.click(await sheet.findByRole("button", { name: "Cancel" }));
  expect(await sheet.findByText("Cancelled")).toBeTruthy();
  expect(branch.calls.find((one) => one.name === "cancel_job")?.input).toEqual({ job: 7 });
});

test("a bad value is marked in its own row, by the number that the file's own line has", async () => {
  const { user } = openWindow({ as: "manager", at: "#/imports" });
  await user.click(await screen.findByRole("button", { name: /Choose a CSV file/ }));
  const bad = await screen.findByText("steam");
  expect(bad.getAttribute("data-bad")).toBe("true");
  expect(bad.closest("tr")?.firstElementChild?.textContent).toBe("7");
  expect(screen.getByText(/Row 7, Service/)).toBeTruthy();
});

test("a heading over several columns is asked about before anything is imported", async () => {
  const { user } = openWindow({ as: "manager", at: "#/imports?kind=readings", book: { unclearColumns: ["phone"] } });
  await user.click(await screen.findByRole("button", { name: /Choose a CSV file/ }));
  expect(await screen.findByText("The heading stands over several columns; choose one of them for: Phone.")).toBeTruthy();
  const dry = screen.getByRole("button", { name: /Try it first/ });
  expect(dry).toHaveProperty("disabled", true);
  await user.selectOptions(screen.getByLabelText(/^Phone/), "Mobile");
  await waitFor(() => expect(dry).toHaveProperty("disabled", false));
  expect(screen.queryByText(/stands over several columns/)).toBeNull();
});

test("each field of which several columns could be meant is asked about, not the first of them alone", async () => {
  const { user } = openWindow({ as: "manager", at: "#/imports?kind=readings", book: { unclearColumns: ["phone", "name"] } });
  await user.click(await screen.findByRole("button", { name: /Choose a CSV file/ }));
  expect(await screen.findByText(/choose one of them for: Phone, Name\./)).toBeTruthy();
  const dry = screen.getByRole("button", { name: /Try it first/ });
  await user.selectOptions(screen.getByLabelText(/^Phone/), "Mobile");
  expect(await screen.findByText(/choose one of them for: Name\./)).toBeTruthy();
  expect(dry).toHaveProperty("disabled", true);
});

test("only what somebody has touched of the columns is sent as said by them", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/imports?kind=readings" });
  await user.click(await screen.findByRole("button", { name: /Choose a CSV file/ }));
  const dry = await screen.findByRole("button", { name: /Try it first/ });
  const tries = async () => {
    await waitFor(() => expect(dry).toHaveProperty("disabled", false));
    await user.click(dry);
    return branch.calls.filter((one) => one.name === "start_import").at(-1)?.input;
  };
  expect(await tries()).toMatchObject({ mapping: null });
  await user.selectOptions(screen.getByLabelText(/^Tariff plan/), "Meter");
  expect(await tries()).toMatchObject({ mapping: expect.arrayContaining([{ field: "tariff", column: 6 }]) });
});

test("the columns of the watched folder are shown with who said them, and forgotten after a second look", async () => {
  const kept = {
    key: ["mtrno", "rdt", "kwh"], headings: ["MTRNO", "RDT", "KWH"],
    columns: [{ field: "meter", column: 0 }, { field: "amount", column: 2 }], said_by: "Maya Shenoy", said_at: NOW,
  };
  const { user, branch } = openWindow({ as: "manager", at: "#/imports", book: { keptColumns: [kept] } });
  expect(await screen.findByText("MTRNO → Meter, KWH → Amount")).toBeTruthy();
  expect(screen.getByText(/said by Maya Shenoy/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Forget" }));
  const sheet = within(await screen.findByRole("dialog"));
  await user.click(sheet.getByRole("button", { name: "Forget" }));
  await waitFor(() => expect(screen.queryByText(/said by Maya Shenoy/)).toBeNull());
  expect(branch.calls.find((one) => one.name === "forget_import_columns")?.input).toMatchObject({ key: kept.key, columns: kept.columns });
});
