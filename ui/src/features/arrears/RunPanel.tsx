import { Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useJob } from "@/backend/useJob";
import type { ArrearsReport } from "@/backend/wire";
import { showCount } from "@/shared/amounts";
import { useHotkeys } from "@/shared/hotkeys";
import { JobBar } from "@/shared/JobBar";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { adjustRoute } from "@/shared/route";
import { useMay } from "@/shared/session";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";

/** The ladder is tried first, which changes nothing, and then run. */
export function RunPanel() {
  const t = useWords("arrears");
  const may = useMay("work arrears");
  const trial = useCommand("preview_arrears_run");
  const run = useCommand("run_arrears");
  const [asked, setAsked] = useState<"trial" | "run">("trial");
  const start = asked === "trial" ? trial : run;
  const job = useJob(start.data?.id ?? null, "preview_arrears_run", "run_arrears");
  const running = start.isPending || job?.state === "running";
  const report = job?.state === "done" ? reportOf(job.result) : null;
  const tried = report?.dry_run === true;

  const go = (what: "trial" | "run") => {
    setAsked(what);
    (what === "trial" ? trial : run).mutate({});
  };
  useHotkeys([
    { keys: "F9", words: t("run.try"), run: () => go("trial"), ready: !running },
    { keys: "F8", words: t("run.go"), run: () => go("run"), ready: may && tried && !running },
  ]);
  return (
    <Panel icon={IconPlayerPlay} title={t("run.title")}>
      <p className={classes.quiet}>{tried ? t("run.triedWords") : t("run.words")}</p>
      <div className={classes.acts}>
        <Button variant={tried ? "default" : "filled"} loading={running && !tried} rightSection={<KeyHint keys="F9" onBrand={!tried} />} onClick={() => go("trial")}>
          {t("run.try")}
        </Button>
        {may && (
          <Button variant={tried ? "filled" : "default"} disabled={!tried || running} rightSection={<KeyHint keys="F8" onBrand={tried} />} onClick={() => go("run")}>
            {t("run.go")}
          </Button>
        )}
      </div>
      <Refusal error={start.error} />
      {job && job.state !== "done" && <JobBar job={job} title={t("run.title")} />}
      {report && <Report report={report} />}
    </Panel>
  );
}

/** A job's result is JSON of several shapes; `null` when this one is no run's. */
function reportOf(result: unknown): ArrearsReport | null {
  return typeof result === "object" && result !== null && "final_notices" in result ? (result as ArrearsReport) : null;
}

const done = [
  "surcharges",
  "reminders",
  "final_notices",
  "cut_list",
  "stopped",
  "reconnections",
  "plans_kept",
  "plans_broken",
] as const;

function Report({ report }: { report: ArrearsReport }) {
  const t = useWords("arrears");
  const rows = done.filter((one) => report[one].n > 0);
  return (
    <div role="status" className={classes.report}>
      <p className={classes.quiet}>{t(report.dry_run ? "run.would" : "run.did", { count: report.accounts })}</p>
      {rows.length === 0 && <p>{t("run.nothing")}</p>}
      <table className={classes.table}>
        <caption className="cf-visually-hidden">{t("run.title")}</caption>
        <tbody>
          {rows.map((one) => (
            <tr key={one}>
              <th scope="row">{t(`done.${one}`)}</th>
              <td data-right>{showCount(report[one].n)}</td>
              <td data-right>
                <Money minor={report[one].amount} quietZero />
              </td>
            </tr>
          ))}
          {report.held.map(({ why, done: { n, amount } }) => (
            <tr key={why}>
              <th scope="row" className={classes.quiet}>
                {t("run.held", { why: t(`held.${why}`) })}
              </th>
              <td data-right>{showCount(n)}</td>
              <td data-right>
                <Money minor={amount} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {report.first.length > 0 && (
        <table className={classes.table}>
          <caption>{t("run.first")}</caption>
          <tbody>
            {report.first.slice(0, 12).map((line) => (
              <tr key={line.account}>
                <th scope="row">
                  <button type="button" onClick={() => adjustRoute({ account: line.account })}>
                    {line.number}
                  </button>
                </th>
                <td>{line.step ? t(`step.${line.step}`) : t("done.surcharges")}</td>
                <td data-right>
                  <Money minor={line.owed} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
