import { within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openWindow, screen } from "@/test/window";

test("a manager's own PIN lets no refund of theirs happen: it says why, and nothing is stored", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/customers/1" });
  await user.click(await screen.findByRole("button", { name: /Pay out credit/ }, { timeout: 60_000 }));
  const sheet = within(await screen.findByRole("dialog", { name: "Pay out credit" }));
  await sheet.findByText("The account holds ₹62.00 of credit.");
  await user.type(sheet.getByLabelText(/^Why is it paid out/), "Moves away");
  const manager = within(sheet.getByRole("group", { name: "A manager allows it here" }));
  await user.type(manager.getByRole("textbox"), "manager");
  await user.type(manager.getByLabelText("PIN", { selector: "input" }), "2846");
  await user.click(sheet.getByRole("button", { name: "Do it now" }));

  const refused = within(await sheet.findByRole("alert"));
  expect(refused.getByText("Nobody approves their own request.")).toBeTruthy();
  expect(refused.getByText("Another manager decides it.")).toBeTruthy();
  expect(await branch.call("approvals", { waiting: false }, false)).toMatchObject({ rows: [{ id: 7 }], waiting: 1 });

  // Another's word is another request, and does it.
  await user.clear(manager.getByRole("textbox"));
  await user.type(manager.getByRole("textbox"), "noor");
  await user.click(sheet.getByRole("button", { name: "Do it now" }));
  expect(await screen.findByText("Paid out, with refund voucher C2F/26-27/00001.")).toBeTruthy();
  const asked = branch.calls.filter((one) => one.name === "ask_approval").map((one) => one.input);
  expect(asked).toMatchObject([{ manager: { login: "manager" } }, { manager: { login: "noor" } }]);
  const ids = asked.map((input) => JSON.stringify(input).match(/"request_id":"([^"]+)"/)?.[1]);
  expect(new Set(ids).size).toBe(2);
});
