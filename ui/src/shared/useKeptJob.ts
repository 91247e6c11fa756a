import { useEffect } from "react";
import { useJob } from "@/backend/useJob";
import type { JobView } from "@/backend/wire";
import { useKeptText } from "./kept";

/**
 * A job that was begun here (`started`), or the last one that this person has begun by the same name: its bar, and what came of
 * it, are there again for whoever has looked at something else meanwhile. Else one of these `kinds` that runs already.
 */
export function useKeptJob(name: string, started: number | undefined, ...kinds: string[]): JobView | undefined {
  const [kept, keep] = useKeptText(`job:${name}`);
  useEffect(() => {
    if (started !== undefined) keep(String(started));
  }, [started, keep]);
  return useJob(started ?? (kept === null ? null : Number(kept)), ...kinds);
}
