import { createContext, type PropsWithChildren, useContext, useEffect, useRef } from "react";

/** One key of a screen. `keys` reads as printed on the key: "F3", "Ctrl+Z", "Ctrl+Shift+Z", "?". */
export type Hotkey = {
  keys: string;
  /** What it does, for the list under `?`; without it the key is not listed. */
  words?: string;
  run: () => void;
  /** The key is listed but does nothing while this is false. */
  ready?: boolean;
};

type Group = { layer: number; keys: () => Hotkey[] };

const groups: Group[] = [];
/** What is going already: its keys answer no more, and it holds up none of those behind it. */
const GOING = -1;
/** In front of whatever is open: the lock. */
const TOP = 1_000;
const LayerContext = createContext(0);

/**
 * What stands in front (a dialog) answers the keys; what lies behind it does not. While it fades it is `going`:
 * a key struck in that quarter of a second belongs to the screen that is seen again.
 */
export function HotkeyLayer({ going = false, top = false, children }: PropsWithChildren<{ going?: boolean; top?: boolean }>) {
  const below = useContext(LayerContext);
  const layer = going || below === GOING ? GOING : top ? TOP : below + 1;
  return (
    <LayerContext.Provider value={layer}>
      <Floor />
      {children}
    </LayerContext.Provider>
  );
}

/** Makes a layer count even when nothing in it has keys of its own. */
function Floor() {
  useHotkeys([]);
  return null;
}

export function useHotkeys(keys: Hotkey[]) {
  const layer = useContext(LayerContext);
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (layer === GOING) return;
    const group: Group = { layer, keys: () => latest.current };
    groups.push(group);
    return () => {
      groups.splice(groups.indexOf(group), 1);
    };
  }, [layer]);
}

/** The keys that answer now, the innermost first, each once. */
export function listedKeys(): Hotkey[] {
  const seen = new Set<string>();
  return [...groups]
    .reverse()
    .flatMap((group) => group.keys())
    .filter((key) => key.words && !seen.has(key.keys) && seen.add(key.keys));
}

/**
 * What stands on the key that was struck. Where a layout puts no Latin letter or digit on it (Kannada, Hindi), or Option
 * changes it (a Mac types "¡" for Option+1), it is the place of the key that counts, as it does for the system's own keys.
 */
function struck(event: KeyboardEvent): string {
  const { key, code } = event;
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const place = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  // Layouts that want Shift for a digit still have it on that key.
  if (event.altKey && place?.[2]) return place[2];
  const isLatin = /^[\x20-\x7e]$/.test(key);
  if (isLatin || (key.length > 1 && key !== "Dead") || event.getModifierState("AltGraph")) return key;
  if (code === "Slash" && event.shiftKey && plain) return "?";
  return place?.[1] ?? place?.[2] ?? key;
}

function pressed(event: KeyboardEvent): string {
  const key = struck(event);
  const single = key.length === 1;
  const name = single ? key.toUpperCase() : key;
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  // "?" already says that Shift was held; letters and named keys do not.
  if (event.shiftKey && (!single || /\p{L}/u.test(name))) parts.push("Shift");
  return [...parts, name].join("+");
}

/** What a browser does of itself: it reloads, searches and prints the page, which is none here but the program's window. */
const BROWSERS = new Set(["Ctrl+R", "Ctrl+Shift+R", "Ctrl+F", "Ctrl+G", "Ctrl+Shift+G", "Ctrl+P", "Ctrl+F5", "Shift+F5", "Shift+F3", "BrowserRefresh", "BrowserSearch", "BrowserBack"]);

function isBrowsers(name: string): boolean {
  return /^F([1-9]|1[0-2])$/.test(name) || BROWSERS.has(name);
}

function isWriting(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** A plain letter belongs to the field that is being written in. */
function belongsToField(event: KeyboardEvent): boolean {
  const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  return plain && isWriting(event.target) && !(struck(event) === "?" && holdsNoQuestion(event.target));
}

/** No amount holds a question mark, and no search begins with one: there, too, it lists the keys. */
function holdsNoQuestion(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement)) return false;
  return target.getAttribute("inputmode") === "decimal" || (target.dataset.escape === "clears" && target.value === "");
}

/** Esc closes what is open nearest first: a menu, then what stands in a search field, then the screen's own. */
function closesSomethingNearer({ key, target }: KeyboardEvent): boolean {
  if (key !== "Escape") return false;
  const clears = target instanceof HTMLInputElement && target.dataset.escape === "clears" && target.value !== "";
  return clears || document.querySelector(".mantine-Menu-dropdown, .mantine-Popover-dropdown") !== null;
}

/** Enter and the keys of acts let one thing happen a stroke, however long they are held; lines of a text may follow each other. */
function isHeld({ repeat, key, target }: KeyboardEvent): boolean {
  return repeat && (/^F([1-9]|1[0-2])$/.test(key) || (key === "Enter" && !(target instanceof HTMLTextAreaElement)));
}

export function answerKey(event: KeyboardEvent) {
  if (isHeld(event)) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (event.defaultPrevented || event.isComposing || belongsToField(event) || closesSomethingNearer(event)) return;
  const front = Math.max(0, ...groups.map((group) => group.layer));
  const name = pressed(event);
  // Whether or not one of ours has it: F5 must not throw a draft away, nor F3 open a search bar over a dialog.
  if (isBrowsers(name)) event.preventDefault();
  for (const group of [...groups].reverse()) {
    if (group.layer !== front) continue;
    const key = group.keys().find((candidate) => candidate.keys === name);
    if (!key) continue;
    event.preventDefault();
    event.stopPropagation();
    if (key.ready !== false) key.run();
    return;
  }
}

/** Mounted once, by the app. */
export function useHotkeyListener() {
  useEffect(() => {
    window.addEventListener("keydown", answerKey, { capture: true });
    return () => window.removeEventListener("keydown", answerKey, { capture: true });
  }, []);
}
