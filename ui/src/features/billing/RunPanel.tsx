import { Button, Group, Stack, TextInput } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useJob } from "@/backend/useJob";
import { useView } from "@/backend/useView";
import type { BatchFiles, RunView } from "@/backend/wire";
import { DayText } from "@/shared/DayText";
import { JobBar } from "@/shared/JobBar";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useMay } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./BillingPage.module.css";
import { RunFigures } from "./RunFigures";
import { runTones } from "./RunList";
import { useBatch } from "./useBatch";

/** One run: what it came to, its PDFs, and the way back while nobody has paid. */
export function RunPanel({ run }: { run: RunView }) {
  const t = useWords("billing");
  const may = useMay("run bills");
  const whole = useView("bill_run", { run: run.id }, { keep: true });
  const { choose, start, job } = useBatch();
  const [cancelling, setCancelling] = useState(false);
  const shown = whole.data ?? run;
  const files = job?.state === "done" ? (job.result as BatchFiles).files : null;
  const stands = shown.state !== "cancelled";
  return (
    <Panel
      icon={IconListDetails}
      title={t("runs.one", { cycle: shown.route === "" ? shown.cycle : `${shown.cycle} · ${shown.route}`, id: shown.id })}
      aside={<StateTag tone={runTones[shown.state]}>{t(`runs.state.${shown.state}`)}</StateTag>}
    >
      <dl className={classes.facts}>
        <Fact name={t("runs.upTo")} day={shown.to} />
        <Fact name={t("bill.issued")} day={shown.issued_on} />
        <Fact name={t("bill.due")} day={shown.due_on} />
      </dl>
      <RunFigures summary={shown.summary} />
      {may && stands && (
        <div className={classes.acts}>
          <Button variant="default" disabled={shown.bills === 0} loading={choose.isPending || start.isPending || job?.state === "running"} onClick={() => choose.mutate(shown.id)}>
            {t("runs.batch")}
          </Button>
          <Button variant="default" color="red" disabled={shown.held !== null} onClick={() => setCancelling(true)}>
            {t("runs.cancel")}
          </Button>
        </div>
      )}
      {shown.held !== null && <p className={classes.quiet}>{t(`runs.held.${shown.held.why}`, { bill: shown.held.bill })}</p>}
      <Refusal error={choose.error ?? start.error} />
      {job && <JobBar job={job} title={t("runs.writing")} />}
      {files && (
        <ul className={classes.files} aria-label={t("runs.files")}>
          {files.map((file) => (
            <li key={file}>{file}</li>
          ))}
        </ul>
      )}
      {cancelling && <CancelRunSheet run={shown} onClose={() => setCancelling(false)} />}
    </Panel>
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
  const cancel = useCommand("cancel_bill_run");
  const job = useJob(cancel.data?.id ?? null);
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
          <p>{t("cancelRun.words", { count: run.bills })}</p>
          <TextInput data-autofocus label={t("correct.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <Refusal error={cancel.error} />
          {job && <JobBar job={job} title={t("cancelRun.title", { cycle: run.cycle })} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {job?.state === "done" ? t("shared:close") : t("cancelRun.keep")}
            </Button>
            {job?.state !== "done" && (
              <Button type="submit" color="red" loading={cancel.isPending || job?.state === "running"}>
                {t("cancelRun.submit")}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
