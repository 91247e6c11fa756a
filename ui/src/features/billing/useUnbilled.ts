import { usePlaces } from "@/backend/usePlaces";

/** Accounts a page; as many as one act puts in a cycle. */
const PAGE = 500;

/** The accounts that no run bills, page by page as they are scrolled to. */
export function useUnbilled() {
  return usePlaces("unbilled_accounts", (after) => ({ after, limit: PAGE }));
}
