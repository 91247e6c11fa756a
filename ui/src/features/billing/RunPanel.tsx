import { Button, Group, Stack, TextInput } from "@mantine/core";
import { IconEyeExclamation, IconListDetails } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { BatchFiles, RunView } from "@/backend/wire";
import { showMoney, useCurrency } from "@/shared/amounts";
import { DayText } from "@/shared/DayText";
import { JobBar } from "@/shared/JobBar";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { href } from "@/shared/route";
import { useMay } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { useKeptJob } from "@/shared/useKeptJob";
import { useWords } from "@/shared/words";
import classes from "./BillingPage.module.css";
import { RunFigures } from "./RunFigures";
import { RunTag, useRunName } from "./RunList";
import { useBatch } from "./useBatch";

/** One run: what it came to, its PDFs, and the way back while nobody has paid. */
export function RunPanel({ run }: { run: RunView }) {
  const t = useWords("billing");
  const nameOf = useRunName();
  const may = useMay("run bills");
  const { choose, start, job } = useBatch(run.id);
  const [cancelling, setCancelling] = useState(false);
  const files = job?.state === "done" ? (job.result as BatchFiles).files : null;
  const stands = run.state !== "cancelled";
  const outliers = useView("run_outliers", { run: run.id });
  return (
    <>
      <Panel
        icon={IconListDetails}
        title={t("runs.one", { cycle: nameOf(run), id: run.id })}
        aside={<RunTag run={run} />}
      >
        <dl className={classes.facts}>
          <Fact name={t("runs.upTo")} day={run.to} />
          <Fact name={t("bill.issued")} day={run.issued_on} />
          <Fact name={t("bill.due")} day={run.due_on} />
        </dl>
        <RunFigures summary={run.summary} />
        {may && stands && (
          <div className={classes.acts}>
            {(["pdf", "csv"] as const).map((format) => (
              <Button
                key={format}
                variant="default"
                disabled={run.bills === 0}
                loading={choose.isPending || start.isPending || job?.state === "running"}
                onClick={() => choose.mutate({ run: run.id, format })}
              >
                {t(format === "pdf" ? "runs.batch" : "runs.table")}
              </Button>
            ))}
            <Button variant="default" color="red" onClick={() => setCancelling(true)}>
              {t(run.state === "cancelling" ? "runs.cancelOn" : "runs.cancel")}
            </Button>
          </div>
        )}
        <Refusal error={choose.error ?? start.error} />
        {job && <JobBar job={job} title={t("runs.writing")} />}
        {files && (
          <ul className={classes.files} aria-label={t("runs.files")}>
            {files.map((file) => (
              <li key={file}>{file}</li>
            ))}
          </ul>
        )}
        {cancelling && <CancelRunSheet run={run} onClose={() => setCancelling(false)} />}
      </Panel>
      {outliers.data && outliers.data.rows.length > 0 && (
        <Panel icon={IconEyeExclamation} title={t("outlier.ofRun", { id: run.id })}>
          <ul className={classes.files} aria-label={t("outlier.ofRun", { id: run.id })}>
            {outliers.data.rows.map((one) => (
              <li key={one.account}>
                <a href={href("metering", "meters", { account: one.account })}>
                  {one.number} {one.customer}
                </a>
                : {one.reason === "" ? t(`outlier.${one.kind}`) : one.reason}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function Fact({ name, day }: { name: string; day: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <DayText day={day} />
      </dd>
    </div>
  );
}

function CancelRunSheet({ run, onClose }: { run: RunView; onClose: () => void }) {
  const t = useWords("billing");
  const currency = useCurrency();
  const cancel = useCommand("cancel_bill_run");
  const whole = useView("bill_run", { run: run.id });
  const held = whole.data?.held ?? null;
  const used = whole.data?.used ?? [];
  const more = (whole.data?.used_in_all ?? 0) - used.length;
  const planned = whole.data?.planned ?? [];
  const morePlanned = (whole.data?.planned_in_all ?? 0) - planned.length;
  const job = useKeptJob(`cancel_bill_run:${run.id}`, cancel.data?.id);
  const [note, setNote] = useState("");
  return (
    <Sheet opened onClose={onClose} title={t("cancelRun.title", { cycle: run.cycle })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          cancel.mutate({ run: run.id, version: run.version, note: note.trim() });
        }}
      >
        <Stack>
          <p>{run.state === "cancelling" ? t("cancelRun.goesOn") : t("cancelRun.words", { count: run.bills })}</p>
          {held && <p role="status">{t(`runs.held.${held.why}`, { bill: held.bill })}</p>}
          {used.length > 0 && (
            <>
              <p>{t("cancelRun.used")}</p>
              <ul className={classes.files} aria-label={t("cancelRun.used")}>
                {used.map((bill) => (
                  <li key={bill}>{bill}</li>
                ))}
                {more > 0 && <li>{t("cancelRun.more", { count: more })}</li>}
              </ul>
            </>
          )}
          {planned.length > 0 && (
            <>
              <p>{t("cancelRun.planned")}</p>
              <ul className={classes.files} aria-label={t("cancelRun.planned")}>
                {planned.map(({ bill, account, plan, falls, reopens }) => (
                  <Fragment key={bill}>
                    {falls > 0 && <li>{t("cancelRun.plannedBy", { bill, account, plan, amount: showMoney(falls, currency) })}</li>}
                    {reopens > 0 && <li>{t("cancelRun.plannedAgain", { bill, account, plan, amount: showMoney(reopens, currency) })}</li>}
                  </Fragment>
                ))}
                {morePlanned > 0 && <li>{t("cancelRun.more", { count: morePlanned })}</li>}
              </ul>
            </>
          )}
          <TextInput data-autofocus label={t("correct.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <Refusal error={whole.error ?? cancel.error} />
          {job && <JobBar job={job} title={t("cancelRun.title", { cycle: run.cycle })} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {job?.state === "done" ? t("shared:close") : t("cancelRun.keep")}
            </Button>
            {job?.state !== "done" && (
              <Button type="submit" color="red" disabled={whole.data === undefined || held !== null} loading={cancel.isPending || job?.state === "running"}>
                {t("cancelRun.submit")}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
