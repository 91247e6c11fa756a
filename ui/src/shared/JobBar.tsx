import { Button, Progress } from "@mantine/core";
import { useCommand } from "@/backend/useCommand";
import type { JobView } from "@/backend/wire";
import { showCount } from "./amounts";
import classes from "./JobBar.module.css";
import { Refusal } from "./Refusal";
import { useWords } from "./words";

/** Long work while it goes: count, rate, time left, and Cancel. */
export function JobBar({ job, title }: { job: JobView; title: string }) {
  const t = useWords("shared");
  const cancel = useCommand("cancel_job");
  const running = job.state === "running";
  const percent = job.total > 0 ? (job.done / job.total) * 100 : 0;
  const left = job.seconds_left;
  const facts = [
    job.total > 0 && t("job.progress", { done: showCount(job.done), total: showCount(job.total) }),
    running && job.rate > 0 && t("job.rate", { rate: showCount(Math.round(job.rate)) }),
    running && left !== null && t("job.left", { time: left < 90 ? t("job.seconds", { count: left }) : t("job.minutes", { count: Math.round(left / 60) }) }),
  ].filter(Boolean);
  return (
    <div className={classes.job}>
      <div className={classes.head}>
        <span className={classes.title}>{title}</span>
        <span className={classes.state}>{t(`job.${jobState(job.state)}`)}</span>
        {running && (
          <Button
            size="compact-sm"
            variant="default"
            loading={cancel.isPending}
            onClick={() => cancel.mutate({ job: job.id })}
          >
            {t("job.cancel")}
          </Button>
        )}
      </div>
      <Progress
        value={running ? percent : 100}
        animated={running}
        size="lg"
        radius="sm"
        aria-label={title}
        color={job.state === "failed" ? "red" : job.state === "cancelled" || job.state === "interrupted" ? "gray" : "brand"}
      />
      <p className={classes.facts} role="status">
        {facts.join(" · ")}
      </p>
      {job.state === "failed" && <Refusal error={job.result} />}
      <Refusal error={cancel.error} />
    </div>
  );
}

const states = ["running", "done", "failed", "cancelled", "interrupted"] as const;

export function jobState(state: string): (typeof states)[number] {
  return states.find((one) => one === state) ?? "interrupted";
}
