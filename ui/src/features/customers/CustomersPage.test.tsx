import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openWindow, screen } from "@/test/window";

test("a customer is found by the beginning of a name and opened by the keys alone", async () => {
  const { user } = openWindow({ at: "#/customers" });
  const field = await screen.findByLabelText("Find a customer");
  await waitFor(() => expect(document.activeElement).toBe(field));
  await user.keyboard("lavina");
  await user.click((await screen.findAllByText("Lavina D'Souza"))[0] ?? field);
  await waitFor(() => expect(window.location.hash).toBe("#/customers/4"));
});

test("an edit carries the version that was shown", async () => {
  const { user, branch } = openWindow({ at: "#/customers/1" });
  await screen.findByRole("heading", { name: /Asha Rai/ });
  await user.keyboard("{F7}");
  const phone = await screen.findByLabelText("Phone");
  await user.clear(phone);
  await user.type(phone, "9845012345{Enter}");
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "save_customer")?.input).toMatchObject({
      customer: 1,
      version: 1,
      phone: "9845012345",
    }),
  );
});

test("a consumer sees their own card and no way to change it", async () => {
  openWindow({ as: "consumer" });
  await screen.findByRole("heading", { name: /Asha Rai/ });
  expect(screen.queryByRole("button", { name: /Edit/ })).toBeNull();
  expect(screen.queryByRole("button", { name: /All customers/ })).toBeNull();
});

test("a consumer opens a whole bill of their own", async () => {
  const { user } = openWindow({ as: "consumer", at: "#/customers?tab=bills" });
  const table = await screen.findByRole("table", { name: "Bills" });
  const rows = within(table).getAllByRole("row");
  await user.click(rows[1] ?? table);
  const sheet = await screen.findByRole("dialog", { name: /Bill/ });
  expect(within(sheet).getByRole("button", { name: /Open/ })).toBeTruthy();
});

test("the cancellation slip of a void payment is saved where the person says", async () => {
  const { user, branch } = openWindow({ at: "#/customers/1" });
  await screen.findByRole("heading", { name: /Asha Rai/ });
  await branch.call("take_payment", { request_id: "a", accounts: [{ account: 1, version: 1 }], pay: 1000, tenders: [{ method: "cash", amount: 1000 }], use_credit: false }, true);
  await branch.call("undo", { request_id: "b", reason: "twice" }, true);
  window.location.hash = "#/customers/1?receipt=1";
  await user.click(await screen.findByRole("button", { name: "Save slip…" }));
  await waitFor(() => expect(branch.saved).toContainEqual({ kind: "slip", payment: 1, format: "pdf" }));
});
