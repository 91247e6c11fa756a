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

test("a key that is held lets nothing happen a second time", () => {
  const onKey = vi.fn();
  render(<Screen onKey={onKey} front={false} going={false} />);
  const holds = (key: string, target: EventTarget = window) => {
    const event = new KeyboardEvent("keydown", { key, repeat: true, cancelable: true, bubbles: true });
    act(() => void target.dispatchEvent(event));
    return event.defaultPrevented;
  };
  strikes("F3");
  expect(holds("F3")).toBe(true);
  expect(onKey).toHaveBeenCalledTimes(1);
  const [button, text] = [document.createElement("button"), document.createElement("textarea")];
  document.body.append(button, text);
  expect(holds("Enter", button)).toBe(true);
  expect(holds("Enter", text)).toBe(false);
  expect(holds("ArrowDown", button)).toBe(false);
  button.remove();
  text.remove();
});

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

function Keys({ keys, onKey }: { keys: string[]; onKey: (keys: string) => void }) {
  useHotkeyListener();
  useHotkeys(keys.map((one) => ({ keys: one, run: () => onKey(one) })));
  return <input aria-label="amount" inputMode="decimal" />;
}

const event = (init: KeyboardEventInit) => new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });

test.each([
  ["Ctrl+Z", { key: "ೆ", code: "KeyZ", ctrlKey: true }],
  ["Ctrl+K", { key: "क", code: "KeyK", ctrlKey: true }],
  ["Ctrl+Shift+Z", { key: "ऎ", code: "KeyZ", ctrlKey: true, shiftKey: true }],
  ["Alt+1", { key: "¡", code: "Digit1", altKey: true }],
  ["Alt+2", { key: "é", code: "Digit2", altKey: true }],
  ["Alt+1", { key: "&", code: "Digit1", altKey: true }],
  ["Alt+I", { key: "Dead", code: "KeyI", altKey: true }],
  ["V", { key: "ನ", code: "KeyV" }],
  ["?", { key: "ಯ", code: "Slash", shiftKey: true }],
  // A layout's own Latin letters are where it has them.
  ["Ctrl+Z", { key: "z", code: "KeyY", ctrlKey: true }],
])("%s answers, whatever the layout types for it", (keys, init) => {
  const onKey = vi.fn();
  render(<Keys keys={["Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+K", "Ctrl+Y", "Alt+1", "Alt+2", "Alt+I", "V", "?"]} onKey={onKey} />);
  const struck = event(init);
  act(() => document.body.dispatchEvent(struck));
  expect(onKey.mock.calls).toEqual([[keys]]);
  expect(struck.defaultPrevented).toBe(true);
});

test("a letter in any script is written where one writes, and AltGr types what the layout has", () => {
  const onKey = vi.fn();
  const { getByLabelText } = render(<Keys keys={["V", "Ctrl+Alt+E", "?"]} onKey={onKey} />);
  const field = getByLabelText("amount");
  const letter = event({ key: "ನ", code: "KeyV" });
  act(() => field.dispatchEvent(letter));
  const euro = event({ key: "€", code: "KeyE", ctrlKey: true, altKey: true, modifierAltGraph: true });
  act(() => document.body.dispatchEvent(euro));
  expect([letter.defaultPrevented, euro.defaultPrevented]).toEqual([false, false]);
  expect(onKey).not.toHaveBeenCalled();
  // No amount holds a question mark: there it lists the keys.
  act(() => field.dispatchEvent(event({ key: "ಯ", code: "Slash", shiftKey: true })));
  expect(onKey.mock.calls).toEqual([["?"]]);
});

test("what a browser would do by itself with a key that nobody answers is held back, in front of a dialog too", () => {
  const onKey = vi.fn();
  render(<Screen onKey={onKey} front={false} going={false} />);
  for (const init of [{ key: "F5" }, { key: "F7" }, { key: "r", code: "KeyR", ctrlKey: true }, { key: "f", code: "KeyF", ctrlKey: true }, { key: "p", code: "KeyP", ctrlKey: true }]) {
    const struck = event(init);
    act(() => document.body.dispatchEvent(struck));
    expect([init.key, struck.defaultPrevented]).toEqual([init.key, true]);
  }
  // The system's own stay its own.
  for (const init of [{ key: "F4", altKey: true }, { key: "F10", shiftKey: true }, { key: "c", code: "KeyC", ctrlKey: true }, { key: "+", code: "Equal", ctrlKey: true }]) {
    const struck = event(init);
    act(() => document.body.dispatchEvent(struck));
    expect([init.key, struck.defaultPrevented]).toEqual([init.key, false]);
  }
  expect(onKey).not.toHaveBeenCalled();
});
