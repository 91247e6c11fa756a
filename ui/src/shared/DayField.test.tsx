import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { Providers } from "@/app/App";
import type { Frame } from "@/backend/wire";
import { DayField } from "./DayField";
import { SessionContext } from "./session";

function show(from = "2026-11-28") {
  const said = vi.fn();
  const sent = vi.fn();
  function Form() {
    const [day, setDay] = useState(from);
    return (
      <form
        onSubmit={(event) => {
          event.preventDefault();
          sent();
        }}
      >
        <DayField
          label="Paid on"
          max="2026-11-28"
          value={day}
          onChange={(next) => {
            setDay(next);
            said(next);
          }}
        />
        <button type="submit">Send</button>
      </form>
    );
  }
  render(
    <SessionContext.Provider value={{ business_on: "2026-11-28" } as Frame}>
      <Form />
    </SessionContext.Provider>,
    { wrapper: Providers },
  );
  return { user: userEvent.setup(), field: screen.getByLabelText<HTMLInputElement>("Paid on"), said, sent };
}

test("a day is typed before its month, and stands as everywhere when it is left", async () => {
  const { user, field, said } = show();
  expect(field.value).toBe("28 Nov 2026");
  await user.tab();
  await user.keyboard("5/11/2026");
  expect(said).toHaveBeenLastCalledWith("2026-11-05");
  await user.tab();
  expect(field.value).toBe("5 Nov 2026");
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Send" }));
});

test("what is no day, or one too late, is said and not sent", async () => {
  const { user, field, said, sent } = show();
  await user.clear(field);
  await user.type(field, "11/25/2026");
  expect(said).toHaveBeenLastCalledWith("");
  await user.click(screen.getByRole("button", { name: "Send" }));
  expect(await screen.findByText("This is no day: type it as 28 Nov 2026")).toBeTruthy();
  await user.clear(field);
  await user.type(field, "1 dec 2026");
  await user.click(screen.getByRole("button", { name: "Send" }));
  expect(await screen.findByText("Not after 28 Nov 2026")).toBeTruthy();
  expect(sent).not.toHaveBeenCalled();
});

test("arrows step, and the calendar is opened by key", async () => {
  const { user, field, said } = show();
  await user.tab();
  await user.keyboard("{ArrowUp}");
  expect(said).not.toHaveBeenCalled();
  await user.keyboard("{ArrowDown}");
  expect(field.value).toBe("27 Nov 2026");
  await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
  const calendar = within(await screen.findByRole("dialog", { name: "Paid on: calendar" }));
  await user.click(calendar.getByRole("button", { name: "3 Nov 2026" }));
  expect(said).toHaveBeenLastCalledWith("2026-11-03");
  expect(field.value).toBe("3 Nov 2026");
});
