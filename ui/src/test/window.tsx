import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "@/app/App";
import { setHost } from "@/backend/host";
import type { Book } from "./fake/book";
import { type FakeHost, fakeHost } from "./fake/host";

type Options = {
  as?: string;
  state?: "open" | "opening" | "closed" | "none";
  at?: string;
  /** The counters that the machine was started for, and that was last chosen at it. */
  startedFor?: number;
  remembered?: number;
  /** What is otherwise in the branch. */
  book?: Partial<Book>;
};

/** A window on the branch in memory, with somebody at its keys. */
export function openWindow({ as = "clerk", state = "open", at = "", startedFor, remembered, book = {} }: Options = {}) {
  localStorage.clear();
  if (remembered) localStorage.setItem("counterfoil.counter", String(remembered));
  window.location.hash = at;
  const branch: FakeHost = fakeHost(as === "" ? { state } : { as, state });
  Object.assign(branch.book, book);
  branch.startedFor = startedFor ?? null;
  setHost(branch);
  const user = userEvent.setup({ delay: null });
  const { unmount } = render(<App />);
  return { branch, user, unmount };
}

export { screen };
