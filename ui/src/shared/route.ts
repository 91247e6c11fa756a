import { useSyncExternalStore } from "react";

/** Where the window is: `#/room/part?key=value`. What should survive a reload stands here. */
export type Route = { room: string; part: string; query: URLSearchParams };

let cachedHash = "";
let cachedRoute: Route = parse("");

function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [room = "", ...rest] = path.split("/");
  return { room, part: rest.map(decodeURIComponent).join("/"), query: new URLSearchParams(query) };
}

function snapshot(): Route {
  if (window.location.hash !== cachedHash) {
    cachedHash = window.location.hash;
    cachedRoute = parse(cachedHash);
  }
  return cachedRoute;
}

export function useRoute(): Route {
  return useSyncExternalStore((tell) => {
    window.addEventListener("hashchange", tell);
    return () => window.removeEventListener("hashchange", tell);
  }, snapshot);
}

type Query = Record<string, string | number | undefined>;

export function href(room: string, part: string | number = "", query: Query = {}): string {
  const kept = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(kept.map(([key, value]) => [key, String(value)])).toString();
  const tail = part === "" ? "" : `/${encodeURIComponent(String(part))}`;
  return `#/${room}${tail}${search ? `?${search}` : ""}`;
}

export function goTo(room: string, part: string | number = "", query: Query = {}) {
  window.location.hash = href(room, part, query);
}

/** Changes the address without a new step in the history, for filters and choices. */
export function adjustRoute(query: Query) {
  const { room, part, query: now } = snapshot();
  const next: Query = { ...Object.fromEntries(now), ...query };
  window.history.replaceState(null, "", href(room, part, next));
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}
