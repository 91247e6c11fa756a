import { act, render } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { HotkeyLayer, useHotkeyListener, useHotkeys } from "./hotkeys";

function Screen({ onKey, front, going }: { onKey: (who: string) => void; front: boolean; going: boolean }) {
  useHotkeyListener();
  useHotkeys([{ keys: "F3", run: () => onKey("the screen") }]);
  return (
    front && (
      <HotkeyLayer going={going}>
        <InFront onKey={onKey} />
      </HotkeyLayer>
    )
  );
}

function InFront({ onKey }: { onKey: (who: string) => void }) {
  useHotkeys([{ keys: "F3", run: () => onKey("what is in front") }]);
  return null;
}

const strikes = (key: string) => act(() => window.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true })));

test("a key struck while a dialog fades is the screen's again, and the dialog's when it comes back", () => {
  const onKey = vi.fn();
  const { rerender } = render(<Screen onKey={onKey} front going={false} />);
  strikes("F3");
  expect(onKey).toHaveBeenLastCalledWith("what is in front");
  rerender(<Screen onKey={onKey} front going />);
  strikes("F3");
  expect(onKey).toHaveBeenLastCalledWith("the screen");
  rerender(<Screen onKey={onKey} front going={false} />);
  strikes("F3");
  expect(onKey).toHaveBeenLastCalledWith("what is in front");
  rerender(<Screen onKey={onKey} front={false} going={false} />);
  strikes("F3");
  expect(onKey).toHaveBeenLastCalledWith("the screen");
  expect(onKey).toHaveBeenCalledTimes(4);
});
