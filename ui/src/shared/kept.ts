import { useCallback, useSyncExternalStore } from "react";

/** What is typed in a room and stored nowhere yet: there again for whoever comes back to it, and forgotten with their session. */
export type Kept<Value> = {
  now: () => Value;
  change: (to: (before: Value) => Value) => void;
};

type Shelf = { room: string; count: () => number; forget: () => void };

const shelves: Shelf[] = [];
const listeners = new Set<() => void>();

function subscribe(tell: () => void) {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Keeps a room's draft in memory, out of the screens that come and go; `count` is how much of it is not stored. */
export function kept<Value>(room: string, first: Value, count: (value: Value) => number): Kept<Value> {
  let value = first;
  shelves.push({
    room,
    count: () => count(value),
    forget: () => {
      value = first;
    },
  });
  return {
    now: () => value,
    change: (to) => {
      const after = to(value);
      if (after === value) return;
      value = after;
      for (const tell of listeners) tell();
    },
  };
}

export function useKept<Value>(of: Kept<Value>): Value {
  return useSyncExternalStore(subscribe, of.now);
}

const texts = kept<Record<string, string>>("", {}, () => 0);

/** A text that outlives its screen, by its name, until it is set to `null` or its person logs out. */
export function useKeptText(name: string): [string | null, (text: string | null) => void] {
  const text = useSyncExternalStore(subscribe, () => texts.now()[name] ?? null);
  const keep = useCallback(
    (next: string | null) =>
      texts.change((before) => {
        const others = Object.fromEntries(Object.entries(before).filter(([other]) => other !== name));
        return next === null ? others : { ...others, [name]: next };
      }),
    [name],
  );
  return [text, keep];
}

/** How much is typed in a room and not stored. */
export function useNotStored(room: string): number {
  return useSyncExternalStore(subscribe, () => shelves.reduce((sum, shelf) => sum + (shelf.room === room ? shelf.count() : 0), 0));
}

/** The next person finds nothing of this one's. */
export function forgetKept() {
  for (const shelf of shelves) shelf.forget();
  for (const tell of listeners) tell();
}
