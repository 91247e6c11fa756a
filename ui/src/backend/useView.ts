import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { isByHand } from "./byHand";
import { call, type CallError } from "./call";
import type { Commands, ViewName } from "./wire";

type Options = {
  enabled?: boolean;
  /** Look again every so many milliseconds, for what other counters change. */
  every?: number;
  /** Keep showing the former answer while a new input loads. */
  keep?: boolean;
};

/** Reads a view. The cache knows it by name and input; acts make it stale by its topics. */
export function useView<Name extends ViewName>(name: Name, input: Commands[Name][0], options: Options = {}) {
  return useQuery<Commands[Name][1], CallError>({
    queryKey: [name, input],
    queryFn: ({ client, queryKey }) => call(name, input, options.every === undefined && isByHand(client, queryKey)),
    enabled: options.enabled ?? true,
    refetchInterval: options.every ?? false,
    placeholderData: options.keep ? keepPreviousData : undefined,
  });
}
