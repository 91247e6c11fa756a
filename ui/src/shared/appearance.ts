import { useSyncExternalStore } from "react";

/** How this person at this machine likes to read. Kept on the machine, not in the book. */
export type Appearance = {
  scheme: "light" | "dark" | "auto";
  contrast: "normal" | "high";
  /** Per cent of the usual text size, 90 to 150. */
  textPercent: number;
};

const KEY = "counterfoil.appearance";
const usual: Appearance = { scheme: "auto", contrast: "normal", textPercent: 100 };
const listeners = new Set<() => void>();
let current = load();

function load(): Appearance {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return sane(stored);
  } catch {
    return usual;
  }
}

/** What is stored may be older than we are, so every field is looked at. */
function sane(stored: unknown): Appearance {
  if (typeof stored !== "object" || stored === null) return usual;
  const has = stored as Record<string, unknown>;
  const percent = typeof has.textPercent === "number" ? has.textPercent : usual.textPercent;
  return {
    scheme: has.scheme === "light" || has.scheme === "dark" ? has.scheme : "auto",
    contrast: has.contrast === "high" ? "high" : "normal",
    textPercent: Math.min(150, Math.max(90, Math.round(percent))),
  };
}

/** Puts contrast and text size on the page; the scheme is Mantine's to put. */
export function showAppearance(look: Appearance = current) {
  const page = document.documentElement;
  page.dataset.contrast = look.contrast;
  page.style.setProperty("--cf-text-scale", String(look.textPercent / 100));
}

export function changeAppearance(change: Partial<Appearance>) {
  current = sane({ ...current, ...change });
  localStorage.setItem(KEY, JSON.stringify(current));
  showAppearance();
  listeners.forEach((tell) => tell());
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => current,
  );
}
