import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
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
