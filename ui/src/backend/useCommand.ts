import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { call, type CallError } from "./call";
import { type Commands, staleAfter } from "./wire";

/** Marks as stale exactly the views that Rust says an act touches. */
export function refreshAfter(client: QueryClient, name: keyof Commands) {
  return Promise.all(staleAfter(name).map((view) => client.invalidateQueries({ queryKey: [view] })));
}

/** Runs an act and refreshes what it made stale. */
export function useCommand<Name extends keyof Commands>(name: Name) {
  const client = useQueryClient();
  return useMutation<Commands[Name][1], CallError, Commands[Name][0]>({
    mutationFn: (input) => call(name, input),
    // Not awaited: the answer is shown at once, the lists follow.
    onSuccess: () => void refreshAfter(client, name),
  });
}
