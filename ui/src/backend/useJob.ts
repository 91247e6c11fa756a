import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { host } from "./host";
import { useView } from "./useView";
import type { JobView } from "./wire";

/** A background job as it goes: told by the shell while it runs, and looked up again in case it was not. */
export function useJob(id: number | null): JobView | undefined {
  const client = useQueryClient();
  const job = useView("job", { job: id ?? 0 }, { enabled: id !== null, every: 1_000 });
  useEffect(() => {
    if (id === null) return undefined;
    return host().onJob((told) => {
      if (told.id === id) client.setQueryData(["job", { job: id }], told);
    });
  }, [client, id]);
  return id === null ? undefined : job.data;
}
