import { usePlaces } from "@/backend/usePlaces";

export type GridChoice = { cycle: number | null; route: string; unreadSince: string | null; on: string };

const PAGE = 100;

/** The grid in the order of the walk, a page at a time. */
export function useGrid({ cycle, route, unreadSince, on }: GridChoice) {
  return usePlaces("reading_grid", (after) => ({ cycle, route, unread_since: unreadSince, on, limit: PAGE, after }));
}
