import { type InfiniteData, keepPreviousData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { isByHand } from "./byHand";
import { call, type CallError } from "./call";
import type { Commands, ViewName } from "./wire";

/** A view that comes a page at a time: every page so far as one list, and a way to get more. */
export function usePages<Name extends ViewName, Row>(
  name: Name,
  input: (after: number | undefined) => Commands[Name][0],
  rowsOf: (page: Commands[Name][1]) => Row[],
  /** What names a row as the last one of a page. */
  cursorOf: (row: Row) => number,
  pageSize: number,
  /** Look again every so many milliseconds, for what other counters change. */
  every?: number,
  /** What was there stays until the answer to another question comes. */
  keep = false,
) {
  type Page = Commands[Name][1];
  const query = useInfiniteQuery<Page, CallError, InfiniteData<Page>, QueryKey, number | undefined>({
    queryKey: [name, "pages", input(undefined)],
    queryFn: ({ client, pageParam, queryKey }) => call(name, input(pageParam), isByHand(client, queryKey)),
    refetchInterval: every ?? false,
    placeholderData: keep ? keepPreviousData : undefined,
    initialPageParam: undefined,
    getNextPageParam: (page) => {
      const rows = rowsOf(page);
      const last = rows.at(-1);
      return rows.length < pageSize || last === undefined ? undefined : cursorOf(last);
    },
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    rows: query.data?.pages.flatMap(rowsOf),
    first: query.data?.pages[0],
    error: query.error,
    more,
    /** Whether there are pages that were not asked for yet. */
    left: hasNextPage,
  };
}
