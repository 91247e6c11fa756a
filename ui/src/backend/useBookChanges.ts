import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { host } from "./host";
import { refreshTopics } from "./useCommand";

/** Another window or a worker changed the book: what it touched is looked up again. */
export function useBookChanges() {
  const client = useQueryClient();
  useEffect(
    () =>
      host().onBookChanged((topics) => {
        if (topics.length === 0) void client.invalidateQueries();
        else void refreshTopics(client, topics);
      }),
    [client],
  );
  // The list of jobs, and how many the frame says there are, changed when one ended.
  useEffect(
    () =>
      host().onJob((job) => {
        if (job.state !== "running") void refreshTopics(client, ["jobs"]);
      }),
    [client],
  );
}
