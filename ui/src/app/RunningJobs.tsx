import { Stack, UnstyledButton } from "@mantine/core";
import { IconLoader } from "@tabler/icons-react";
import { useState } from "react";
import { useView } from "@/backend/useView";
import { JobBar } from "@/shared/JobBar";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { useJobWords } from "@/shared/useJobWords";
import { useWords } from "@/shared/words";
import classes from "./Frame.module.css";

type Props = { count: number };

/** Long work goes on in whatever room one is: how much, and the way to watch and to stop it. */
export function RunningJobs({ count }: Props) {
  const t = useWords("app");
  const [watching, setWatching] = useState(false);
  return (
    <>
      {count > 0 && (
        <UnstyledButton className={classes.fact} onClick={() => setWatching(true)}>
          <IconLoader aria-hidden="true" size="1rem" stroke={1.75} />
          {t("jobs.running", { count })}
        </UnstyledButton>
      )}
      {watching && (
        <Sheet opened onClose={() => setWatching(false)} title={t("jobs.title")} size="lg">
          <Watched />
        </Sheet>
      )}
    </>
  );
}

/** The jobs that ran at some moment since the sheet was opened, so that nobody misses how one ended. */
function Watched() {
  const t = useWords("app");
  const words = useJobWords();
  const jobs = useView("jobs", {}, { every: 1_000 });
  const [seen, setSeen] = useState<number[]>([]);
  const fresh = (jobs.data ?? []).filter((job) => job.state === "running" && !seen.includes(job.id));
  if (fresh.length > 0) setSeen([...seen, ...fresh.map((job) => job.id)]);
  const shown = (jobs.data ?? []).filter((job) => seen.includes(job.id));
  return (
    <Stack>
      <Refusal error={jobs.error} />
      {jobs.data && shown.length === 0 && <p>{t("jobs.none")}</p>}
      {shown.map((job) => (
        <JobBar key={job.id} job={job} title={words(job)} />
      ))}
    </Stack>
  );
}
