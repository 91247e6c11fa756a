import { useCommand } from "@/backend/useCommand";
import { newRequestId } from "@/shared/requestId";

/** Answers change that was offered; each answer is a request of its own. */
export function useMutationOfChange() {
  const answer = useCommand("accept_change");
  const send = (offer: number, accept: boolean) => answer.mutate({ request_id: newRequestId(), offer, accept });
  return { send, isPending: answer.isPending, error: answer.error };
}
