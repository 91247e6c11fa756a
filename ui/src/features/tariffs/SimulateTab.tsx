import { Button, NativeSelect } from "@mantine/core";
import { IconArrowsDiff } from "@tabler/icons-react";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { SimulationReport, TariffVersionView, TariffView } from "@/backend/wire";
import { monthOf, plusMonths } from "@/shared/dayMath";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { JobBar } from "@/shared/JobBar";
import { KeyHint } from "@/shared/KeyHint";
import { Refusal } from "@/shared/Refusal";
import { useSession } from "@/shared/session";
import { useKeptJob } from "@/shared/useKeptJob";
import { useWords } from "@/shared/words";
import { SimulationResult } from "./SimulationResult";
import classes from "./SimulateTab.module.css";

const DRAFT = "draft";
const MONTHS = 24;

/** What another version would have made of a month's bills. */
export function SimulateTab({ tariff, draft }: { tariff: TariffView; draft: string | null }) {
  const t = useWords("tariffs");
  const { business_on: today } = useSession();
  const months = Array.from({ length: MONTHS }, (_, at) => plusMonths(monthOf(today), -(at + 1)));
  // What is in force has priced these bills already: the question is what comes next.
  const coming = tariff.versions.find((one) => one.valid_from > today);
  const [month, setMonth] = useState(months[0] ?? "");
  const [by, setBy] = useState(draft === null ? String((coming ?? tariff.shown).id) : DRAFT);
  const start = useCommand("simulate_tariff");
  const job = useKeptJob(`simulate_tariff:${tariff.id}`, start.data?.id);
  const running = start.isPending || job?.state === "running";
  const run = () =>
    start.mutate(by === DRAFT ? { tariff: tariff.id, month, text: draft } : { tariff: tariff.id, month, version: Number(by) });
  useHotkeys([{ keys: "F8", words: t("key.run"), run, ready: !running }]);
  const named = (one: TariffVersionView) => {
    const day = showDay(one.valid_from);
    return one.revision > 1 ? t("simulate.versionRevision", { day, n: one.revision - 1 }) : t("simulate.version", { day });
  };
  const report = job?.state === "done" ? reportOf(job.result) : null;
  return (
    <div className={classes.simulate}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!running) run();
        }}
      >
        <NativeSelect
          label={t("simulate.month")}
          data={months.map((one) => ({ value: one, label: showDay(`${one}-01`, "month") }))}
          value={month}
          onChange={(event) => setMonth(event.currentTarget.value)}
        />
        <NativeSelect
          label={t("simulate.by")}
          data={[
            ...(draft === null ? [] : [{ value: DRAFT, label: t("simulate.draft") }]),
            ...tariff.versions.map((one) => ({ value: String(one.id), label: named(one) })),
          ]}
          value={by}
          onChange={(event) => setBy(event.currentTarget.value)}
        />
        <Button type="submit" loading={running} rightSection={<KeyHint keys="F8" onBrand />}>
          {t("simulate.run")}
        </Button>
      </form>
      <p className={classes.quiet}>{t("simulate.words")}</p>
      <Refusal error={start.error} />
      {job && job.state !== "done" && <JobBar job={job} title={t("simulate.running", { plan: job.title })} />}
      {report && <SimulationResult report={report} />}
      {!job && !start.error && <EmptyState icon={IconArrowsDiff} title={t("simulate.startTitle")} words={t("simulate.start")} />}
    </div>
  );
}

/** A job's result is JSON of several shapes; `null` when this one is no simulation's. */
function reportOf(result: unknown): SimulationReport | null {
  const isReport = (value: unknown): value is SimulationReport =>
    typeof value === "object" && value !== null && "distribution" in value && "winners" in value;
  return isReport(result) ? result : null;
}
