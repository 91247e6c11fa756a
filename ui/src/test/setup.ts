import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeAll } from "vitest";
import { startWords } from "@/shared/words";

// jsdom draws nothing: what measures or watches the page gets an answer that suits a window.
window.matchMedia = (query) => ({
  matches: false,
  media: query,
  onchange: null,
  addListener: () => undefined,
  removeListener: () => undefined,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  dispatchEvent: () => false,
});
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
Element.prototype.scrollIntoView = () => undefined;
Element.prototype.scrollTo = () => undefined;
Object.defineProperty(Element.prototype, "clientHeight", { get: () => 600 });
Object.defineProperty(Element.prototype, "clientWidth", { get: () => 800 });

// A busy machine is no failure: what must come may take its time.
configure({ asyncUtilTimeout: 60_000 });

beforeAll(startWords);
afterEach(() => {
  cleanup();
  window.location.hash = "";
});
