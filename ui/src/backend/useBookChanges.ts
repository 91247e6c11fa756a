import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { host } from "./host";
import { refreshTopics } from "./useCommand";
import { type ActName, type Topic, touches } from "./wire";

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
  // What a job's act says that it touches it has done by its end, whichever window began it and however far it came.
  useEffect(
    () =>
      host().onJob((job) => {
        if (job.state !== "running") void refreshTopics(client, touchedBy(job.kind));
      }),
    [client],
  );
}

/** A job is called as the act that begins it, but for an import. */
function touchedBy(kind: string): readonly Topic[] {
  const act = kind === "import" ? "start_import" : kind;
  return isAct(act) ? touches[act] : ["jobs"];
}

function isAct(name: string): name is ActName {
  return name in touches;
}
