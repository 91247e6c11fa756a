import { render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Panel } from "./Panel";

afterEach(() => vi.restoreAllMocks());

function tallerThanItsRoom() {
  vi.spyOn(Element.prototype, "scrollHeight", "get").mockReturnValue(900);
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(300);
}

test("words that do not fit can be scrolled by keys", () => {
  tallerThanItsRoom();
  render(<Panel title="Seals">A long text</Panel>);
  expect(screen.getByRole("group", { name: "Seals" })).toHaveProperty("tabIndex", 0);
});

test("where something can be focused, the panel is no stop of its own", () => {
  tallerThanItsRoom();
  render(
    <Panel title="Seals">
      <button type="button">Print</button>
    </Panel>,
  );
  expect(screen.queryByRole("group")).toBeNull();
});

test("words that fit are no stop", () => {
  render(<Panel title="Seals">A short text</Panel>);
  expect(screen.queryByRole("group")).toBeNull();
});
