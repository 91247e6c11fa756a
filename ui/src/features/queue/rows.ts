import { type KeyboardEvent, useCallback, useRef, useState } from "react";

/** What in a row takes the focus: its button, or the row itself where nothing can be done with it. */
const ROW = "[data-row]";

/** Arrow keys among the rows of a list: Tab stops at one of them, the others are reached from it. */
export function useRows<List extends HTMLElement>(count: number) {
  const [at, setAt] = useState(0);
  const list = useRef<List>(null);
  const here = Math.max(0, Math.min(at, count - 1));
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>(ROW) ?? [])];
  const onKeyDown = (event: KeyboardEvent<List>) => {
    // The menu of a row hangs elsewhere on the page: its arrows are its own.
    if (!(event.target instanceof Element) || !event.currentTarget.contains(event.target)) return;
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: count - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    rows()[Math.max(0, Math.min(to, count - 1))]?.focus();
  };
  return {
    list: { ref: list, onKeyDown },
    row: (index: number) => ({ "data-row": true, tabIndex: index === here ? 0 : -1, onFocus: () => setAt(index) }),
    enter: () => rows()[here]?.focus(),
  };
}

/** Brings the row of the ticket that was looked for into sight, once, and puts the focus there. */
export function useWanted(wanted: number) {
  const shown = useRef<number>(undefined);
  const show = useCallback(
    (row: HTMLElement | null) => {
      if (row === null || shown.current === wanted) return;
      shown.current = wanted;
      row.scrollIntoView({ block: "center" });
      (row.matches(ROW) ? row : row.querySelector<HTMLElement>(ROW))?.focus({ preventScroll: true });
    },
    [wanted],
  );
  return (ticket: number) => (ticket === wanted ? { ref: show, "data-wanted": true } : {});
}
