import { Button, Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { showDay } from "@/shared/days";
import { JobBar } from "@/shared/JobBar";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { useKeptJob } from "@/shared/useKeptJob";
import { useWords } from "@/shared/words";
import classes from "./MeteringPage.module.css";
import type { GridChoice } from "./useGrid";

/** What a job of estimating says when it has ended. */
type Report = {
  estimated: number;
  at_limit: number;
  refused: number;
  left: { account: number; number: string; words: string }[];
};

type Props = { choice: GridChoice; since: string; onClose: () => void };

/** Estimates whom nobody has read in this round. */
export function EstimateSheet({ choice, since, onClose }: Props) {
  const t = useWords("metering");
  const start = useCommand("estimate_readings");
  const job = useKeptJob(`estimate_readings:${choice.cycle}:${choice.route}:${choice.on}`, start.data?.id);
  const [beyond, setBeyond] = useState(false);
  const [why, setWhy] = useState("");
  const report = job && job.state === "done" && isReport(job.result) ? job.result : null;
  return (
    <Sheet opened onClose={onClose} title={t("estimate.title")} size="32rem">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate({
            cycle: choice.cycle,
            route: choice.route,
            unread_since: since,
            on: choice.on,
            beyond_limit: beyond && why.trim() !== "" ? why.trim() : null,
          });
        }}
      >
        <p>{t("estimate.words", { since: showDay(since) })}</p>
        <p className={classes.line}>
          <span className={classes.label}>{t("estimate.on")}</span> <strong>{showDay(choice.on)}</strong>
        </p>
        <Checkbox label={t("estimate.beyond")} checked={beyond} onChange={(event) => setBeyond(event.currentTarget.checked)} />
        {beyond && <TextInput required label={t("estimate.beyondWhy")} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />}
        <Refusal error={start.error} />
        {job && <JobBar job={job} title={t("estimate.title")} />}
        {report && (
          <div role="status">
            <p>{t("estimate.done", { count: report.estimated })}</p>
            {report.at_limit > 0 && <p>{t("estimate.atLimit", { count: report.at_limit })}</p>}
            {report.refused > 0 && <p>{t("estimate.refused", { count: report.refused })}</p>}
            {report.left.length > 0 && (
              <ul aria-label={t("estimate.left")}>
                {report.left.map((one) => (
                  <li key={one.account} className={classes.quiet}>
                    <strong>{one.number}</strong> {one.words}
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
        <div className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            {t("shared:close")}
          </Button>
          {!(report && start.data) && (
            <Button type="submit" data-autofocus loading={start.isPending || job?.state === "running"} disabled={beyond && why.trim() === ""}>
              {t("estimate.start")}
            </Button>
          )}
        </div>
      </form>
    </Sheet>
  );
}

function isReport(result: unknown): result is Report {
  return typeof result === "object" && result !== null && "estimated" in result && "left" in result;
}
