import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { host } from "./host";
import { useView } from "./useView";
import type { JobView } from "./wire";

/**
 * A background job as it goes: told by the shell while it runs, and looked up again in case it was not.
 * Until one was begun here (`id`), the one of these `kinds` that runs already: whoever leaves a screen and
 * comes back finds the work that goes on meanwhile.
 */
export function useJob(id: number | null, ...kinds: string[]): JobView | undefined {
  const client = useQueryClient();
  const [found, setFound] = useState<number | null>(null);
  const jobs = useView("jobs", {}, { enabled: id === null && kinds.length > 0 });
  const running = jobs.data?.find((job) => kinds.includes(job.kind) && job.state === "running")?.id ?? null;
  if (running !== null && running !== found) setFound(running);
  const watched = id ?? found;
  const job = useView("job", { job: watched ?? 0 }, { enabled: watched !== null, every: 1_000 });
  useEffect(() => {
    if (watched === null) return undefined;
    return host().onJob((told) => {
      if (told.id === watched) client.setQueryData(["job", { job: watched }], told);
    });
  }, [client, watched]);
  return watched === null ? undefined : job.data;
}
