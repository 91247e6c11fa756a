import { type InfiniteData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { isByHand } from "@/backend/byHand";
import { call, type CallError } from "@/backend/call";
import type { UnbilledPage, UnbilledPlace } from "@/backend/wire";

/** Accounts a page; as many as one act puts in a cycle. */
const PAGE = 500;

/** The accounts that no run bills, page by page as they are scrolled to. */
export function useUnbilled() {
  const query = useInfiniteQuery<UnbilledPage, CallError, InfiniteData<UnbilledPage>, QueryKey, UnbilledPlace | null>({
    queryKey: ["unbilled_accounts", "pages"],
    queryFn: ({ client, pageParam, queryKey }) => call("unbilled_accounts", { after: pageParam, limit: PAGE }, isByHand(client, queryKey)),
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
    left: hasNextPage,
  };
}
