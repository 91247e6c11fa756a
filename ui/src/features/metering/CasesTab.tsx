import { Button, SegmentedControl, Textarea } from "@mantine/core";
import { IconAlertTriangle, IconMail, IconSearch, IconZoomCheck } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { usePages } from "@/backend/usePages";
import type { CaseState, CaseStep, UseCaseView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { DayText } from "@/shared/DayText";
import { EmptyState } from "@/shared/EmptyState";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { goTo } from "@/shared/route";
import { useMay } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./MeteringPage.module.css";

const PAGE = 100;
const column = createColumnHelper<UseCaseView>();

/** Abnormal use under somebody's eye. */
export function CasesTab() {
  const t = useWords("metering");
  const [state, setState] = useState<CaseState>("open");
  const [open, setOpen] = useState<UseCaseView | null>(null);
  const cases = usePages("use_cases", (after) => ({ state, after: after ?? null, limit: PAGE }), (page) => page.rows, (row) => row.id, PAGE);
  const columns = useMemo(
    () => [
      column.accessor("number", { header: t("case.account"), meta: { width: "7rem" } }),
      column.accessor("name", { header: t("case.name"), meta: { width: "10rem" } }),
      column.accessor("kind", {
        header: t("case.kind"),
        meta: { width: "8.5rem" },
        cell: ({ getValue }) => <StateTag tone="amber" icon={IconAlertTriangle}>{t(`case.kinds.${getValue()}`)}</StateTag>,
      }),
      column.accessor("step", {
        header: t("case.step"),
        meta: { width: "7.5rem" },
        cell: ({ getValue }) => <Step step={getValue()} />,
      }),
      column.accessor("periods", { header: t("case.periods"), meta: { width: "5rem", right: true } }),
      column.accessor("last_on", {
        header: t("case.last"),
        meta: { width: "7.5rem" },
        cell: ({ getValue }) => <DayText day={getValue()} />,
      }),
      column.accessor((row) => row.outcome || row.words, {
        id: "words",
        header: t("case.words"),
        cell: ({ getValue }) => <span className={classes.twoLines}>{getValue()}</span>,
      }),
    ],
    [t],
  );
  return (
    <Panel
      flush
      className={classes.grow}
      icon={IconAlertTriangle}
      title={t("case.label")}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t("case.label")}
          value={state}
          onChange={(value) => setState(value === "closed" ? "closed" : "open")}
          data={[
            { value: "open", label: t("case.open") },
            { value: "closed", label: t("case.closed") },
          ]}
        />
      }
    >
      <DataTable
        label={t("case.label")}
        columns={columns}
        rows={cases.rows}
        total={cases.first?.total}
        rowId={(row) => String(row.id)}
        onOpen={setOpen}
        onNearEnd={cases.more}
        moreRows={cases.left}
        error={cases.error}
        minWidth="62rem"
        empty={
          state === "open" ? (
            <EmptyState icon={IconZoomCheck} title={t("case.none")} words={t("case.noneWords")} />
          ) : (
            <EmptyState icon={IconZoomCheck} title={t("case.noneClosed")} />
          )
        }
      />
      {open && <CaseSheet row={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function Step({ step }: { step: CaseStep }) {
  const t = useWords("metering");
  const icons = { letter: IconMail, inspection: IconSearch, review: IconZoomCheck };
  return (
    <StateTag tone={step === "review" ? "red" : "brand"} icon={icons[step]}>
      {t(`case.steps.${step}`)}
    </StateTag>
  );
}

/** One case: what was said, and what to do about it. */
function CaseSheet({ row, onClose }: { row: UseCaseView; onClose: () => void }) {
  const t = useWords("metering");
  const may = useMay("install and remove meters") && row.state === "open";
  const advance = useCommand("advance_case");
  const close = useCommand("close_case");
  const letter = useMutation({ mutationFn: () => asked(host().openDocument({ kind: "use_letter", case: row.id })) });
  const [outcome, setOutcome] = useState("");
  const input = { case: row.id, version: row.version, outcome: outcome.trim() };
  const ready = outcome.trim() !== "";
  return (
    <Sheet opened onClose={onClose} title={t("case.title", { number: row.number })} size="40rem">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) close.mutate(input, { onSuccess: onClose });
        }}
      >
        <p className={classes.line}>
          <Step step={row.step} /> <span className={classes.quiet}>{t("case.ladder")}</span>
        </p>
        <p>{row.words}</p>
        {row.outcome && <p className={classes.quiet}>{row.outcome}</p>}
        <p className={classes.line}>
          <span className={classes.label}>{t("case.since")}</span> <DayText day={row.opened_on} />
          <span className={classes.label}>{t("case.last")}</span> <DayText day={row.last_on} />
        </p>
        {may && (
          <Textarea data-autofocus required rows={2} label={t("case.found")} value={outcome} onChange={(event) => setOutcome(event.currentTarget.value)} />
        )}
        <Refusal error={advance.error ?? close.error ?? letter.error} />
        <div className={classes.foot}>
          <Button variant="subtle" onClick={() => goTo("metering", "meters", { account: row.account })}>
            {t("case.toMeter")}
          </Button>
          <Button variant="default" loading={letter.isPending} onClick={() => letter.mutate()}>
            {t("case.letter")}
          </Button>
          {may && row.step !== "review" && (
            <Button variant="default" disabled={!ready} loading={advance.isPending} onClick={() => advance.mutate(input, { onSuccess: onClose })}>
              {t("case.advance")}
            </Button>
          )}
          {may && (
            <Button type="submit" disabled={!ready} loading={close.isPending}>
              {t("case.close")}
            </Button>
          )}
        </div>
      </form>
    </Sheet>
  );
}
