import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "@/app/App";
import { setHost } from "@/backend/host";
import { type FakeHost, fakeHost } from "./fake/host";

type Options = { as?: string; state?: "open" | "closed" | "none"; at?: string };

/** A window on the branch in memory, with somebody at its keys. */
export function openWindow({ as = "clerk", state = "open", at = "" }: Options = {}) {
  localStorage.clear();
  window.location.hash = at;
  const branch: FakeHost = fakeHost(as === "" ? { state } : { as, state });
  setHost(branch);
  const user = userEvent.setup({ delay: null });
  const { unmount } = render(<App />);
  return { branch, user, unmount };
}

export { screen };
