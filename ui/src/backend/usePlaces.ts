import { type InfiniteData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { isByHand } from "./byHand";
import { call, type CallError } from "./call";
import type { Commands, ViewName } from "./wire";

/** A page of a view whose answer says where the next one begins. */
type Placed<Row, Place> = { rows: Row[]; total: number | null; next: Place | null };

/** The views that answer so. */
type PlacedView = {
  [Name in ViewName]: Commands[Name][1] extends Placed<unknown, unknown> ? Name : never;
}[ViewName];

type PlaceOf<Name extends PlacedView> = NonNullable<Commands[Name][1]["next"]>;

/** A view that comes a page at a time, as its rows are scrolled to, where each answer names the place of the next page. */
export function usePlaces<Name extends PlacedView>(name: Name, input: (after: PlaceOf<Name> | null) => Commands[Name][0]) {
  type Page = Commands[Name][1];
  const query = useInfiniteQuery<Page, CallError, InfiniteData<Page>, QueryKey, unknown>({
    queryKey: [name, "pages", input(null)],
    queryFn: ({ client, pageParam, queryKey }) => call(name, input(pageParam as PlaceOf<Name> | null), isByHand(client, queryKey)),
    initialPageParam: null,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    rows: query.data?.pages.flatMap((page): Page["rows"][number][] => page.rows),
    total: query.data?.pages[0]?.total ?? 0,
    error: query.error,
    more,
    /** Whether there are pages that were not asked for yet. */
    left: hasNextPage,
  };
}
