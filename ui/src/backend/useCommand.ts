import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { call, type CallError } from "./call";
import { type ActName, type Commands, provides, type Topic, touches, type ViewName } from "./wire";

function isView(name: unknown): name is ViewName {
  return typeof name === "string" && name in provides;
}

const touchedAt = new Map<Topic, number>();

/** Whether one of these topics was touched after that instant, by this window or, as far as it has heard, by another. */
export function touchedSince(topics: readonly Topic[], at: number): boolean {
  return topics.some((topic) => (touchedAt.get(topic) ?? 0) > at);
}

/** Marks as stale exactly the views that show one of these topics. */
export function refreshTopics(client: QueryClient, topics: readonly Topic[]) {
  for (const topic of topics) touchedAt.set(topic, Date.now());
  return client.invalidateQueries({
    predicate: ({ queryKey: [name] }) => isView(name) && provides[name].some((topic) => topics.includes(topic)),
  });
}

/** Runs an act and refreshes what the command table says it touches. */
export function useCommand<Name extends ActName>(name: Name) {
  const client = useQueryClient();
  return useMutation<Commands[Name][1], CallError, Commands[Name][0]>({
    mutationFn: (input) => call(name, input),
    // Not awaited: the answer is shown at once, the lists follow.
    onSuccess: () => void refreshTopics(client, touches[name]),
    onError: (error) => {
      // What was on the screen is no longer so; look again before the next try.
      if (error.code === "changed_meanwhile") void refreshTopics(client, touches[name]);
    },
  });
}
