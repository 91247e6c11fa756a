import { type InfiniteData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { isByHand } from "@/backend/byHand";
import { call, type CallError } from "@/backend/call";
import type { GridPage, GridPlace } from "@/backend/wire";

export type GridChoice = { cycle: number | null; route: string; unreadSince: string | null; on: string };

const PAGE = 100;

/** The grid in the order of the walk, a page at a time. */
export function useGrid({ cycle, route, unreadSince, on }: GridChoice) {
  const input = { cycle, route, unread_since: unreadSince, on, limit: PAGE };
  const query = useInfiniteQuery<GridPage, CallError, InfiniteData<GridPage>, QueryKey, GridPlace | null>({
    queryKey: ["reading_grid", "pages", input],
    queryFn: ({ client, pageParam, queryKey }) => call("reading_grid", { ...input, after: pageParam }, isByHand(client, queryKey)),
    initialPageParam: null,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    rows: query.data?.pages.flatMap((page) => page.rows),
    total: query.data?.pages[0]?.total ?? 0,
    error: query.error,
    more,
  };
}
