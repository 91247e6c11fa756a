import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Whether somebody's hand asks: for what was not shown yet, or for more of it. What is looked up again because
 * the book changed is the screen's own doing, and must not keep a window awake that nobody sits at.
 */
export function isByHand(client: QueryClient, key: QueryKey): boolean {
  const state = client.getQueryState(key);
  return !state || state.dataUpdatedAt === 0 || state.fetchMeta?.fetchMore !== undefined;
}
