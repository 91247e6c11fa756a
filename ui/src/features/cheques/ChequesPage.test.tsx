import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openWindow, screen } from "@/test/window";

const inputs = (branch: { calls: { name: string; input: unknown }[] }, name: string) =>
  branch.calls.filter((one) => one.name === name).map((one) => one.input);

/** The first one to come here waits for the room to be loaded. */
const patient = { timeout: 15000 };

test("cheques go to the bank together, and one that comes back bounces by keys with every effect shown", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/cheques" });
  await screen.findByRole("button", { name: /^Deposit 2 cheques/ }, patient);
  await user.keyboard("{F8}");
  expect(await screen.findByText("No cheques here")).toBeTruthy();
  // The paper is what goes with them: its button has the focus.
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "Print the slip" })));
  expect(inputs(branch, "deposit_cheques")).toMatchObject([{ cheques: [1, 2] }]);

  await user.keyboard("{Alt>}2{/Alt}");
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("button", { name: "It bounced…" }));
  const sheet = within(await screen.findByRole("dialog"));
  expect(await sheet.findByText("A letter to Bhima Naik is written.")).toBeTruthy();
  await user.keyboard("2");
  await user.click(sheet.getByRole("button", { name: "It bounced" }));
  expect(await screen.findByText("C2X/26-27/00001")).toBeTruthy();
  expect(inputs(branch, "bounce_cheque")).toMatchObject([{ cheque: 1, reason: "signature" }]);
});

test("a clerk takes cheques to the bank, but lets none bounce", async () => {
  const { user } = openWindow({ as: "clerk", at: "#/cheques" });
  await user.keyboard("{Alt>}2{/Alt}");
  await user.keyboard("{Alt>}1{/Alt}");
  const rows = await screen.findAllByRole("row", undefined, patient);
  rows[1]?.focus();
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("button", { name: "Deposit this one" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "It bounced…" })).toBeNull();
});
