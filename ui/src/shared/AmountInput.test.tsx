import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { Providers } from "@/app/App";
import { AmountInput } from "./AmountInput";
import type { TypedAmount } from "./amounts";

const field = (minor: TypedAmount, onAmount = vi.fn()) => (
  <Providers>
    <AmountInput label="Pay" minor={minor} onAmount={onAmount} />
  </Providers>
);

test("what is typed takes the place of an amount that came after the cursor", async () => {
  const user = userEvent.setup();
  const onAmount = vi.fn();
  const { rerender } = render(field(null, onAmount));
  const input = screen.getByLabelText<HTMLInputElement>("Pay");
  await user.click(input);
  rerender(field(271_900, onAmount));
  expect(input.value).toBe("2,719.00");
  await user.keyboard("150");
  expect(input.value).toBe("150");
  expect(onAmount).toHaveBeenLastCalledWith(15_000);
});

test("an amount that comes while one is typed leaves what is typed alone", async () => {
  const user = userEvent.setup();
  const { rerender } = render(field(null));
  await user.type(screen.getByLabelText("Pay"), "15");
  rerender(field(1_500));
  await user.keyboard("0");
  expect(screen.getByLabelText<HTMLInputElement>("Pay").value).toBe("150");
});

test("an amount that is put in its place takes the place of what was typed", async () => {
  const user = userEvent.setup();
  const { rerender } = render(field(null));
  await user.type(screen.getByLabelText("Pay"), "2oo0");
  expect(screen.getByLabelText("Pay").getAttribute("aria-invalid")).toBe("true");
  rerender(field("unreadable"));
  expect(screen.getByLabelText<HTMLInputElement>("Pay").value).toBe("2oo0");
  rerender(field(50_000));
  expect(screen.getByLabelText<HTMLInputElement>("Pay").value).toBe("500.00");
  expect(screen.getByLabelText("Pay").getAttribute("aria-invalid")).not.toBe("true");
});

test("an empty field and one that cannot be read are told apart", async () => {
  const user = userEvent.setup();
  const onAmount = vi.fn();
  render(field(1_500, onAmount));
  await user.clear(screen.getByLabelText("Pay"));
  expect(onAmount).toHaveBeenLastCalledWith(null);
  await user.type(screen.getByLabelText("Pay"), "1.234");
  expect(onAmount).toHaveBeenLastCalledWith("unreadable");
});
