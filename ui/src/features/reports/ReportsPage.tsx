import { Button, Group, Select } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconChartBar, IconTable } from "@tabler/icons-react";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useView } from "@/backend/useView";
import type { ReportKind } from "@/backend/wire";
import { DayPicker } from "@/shared/DayPicker";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { adjustRoute, goTo, useRoute } from "@/shared/route";
import { useSession } from "@/shared/session";
import { useWords } from "@/shared/words";
import { periodOf, periods } from "./periods";
import { ReportChart } from "./ReportChart";
import classes from "./ReportsPage.module.css";
import { ReportTable } from "./ReportTable";

const kinds = ["days", "clerks", "tenders", "services", "aging", "demand", "voids", "variances", "waits"] as const satisfies ReportKind[];

/** What the branch took, is owed and made people wait, each beside the period before: a chart and its table. */
export default function ReportsPage() {
  const t = useWords("reports");
  const { part, query } = useRoute();
  const { business_on: today } = useSession();
  const kind = kinds.find((one) => one === part) ?? "days";
  const chosen = periods.find((one) => one === query.get("period")) ?? "month";
  const [first, last] = periodOf(chosen, today, [query.get("from"), query.get("to")]);
  const report = useView("report", { report: kind, from: first, to: last }, { keep: true });
  const paper = (format: "pdf" | "csv") => ({ kind: "report", report: kind, from: first, to: last, format }) as const;
  const [saved, setSaved] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (format: "pdf" | "csv") => asked(host().saveDocument(paper(format))),
    onSuccess: setSaved,
  });
  const print = useMutation({ mutationFn: () => asked(host().openDocument(paper("pdf"))) });
  const show = (next: { kind?: string; period?: string; from?: string; to?: string }) => {
    setSaved(null);
    const kept = { period: next.period ?? chosen, from: next.from ?? first, to: next.to ?? last };
    const free = kept.period === "days";
    const asks = { period: kept.period, from: free ? kept.from : undefined, to: free ? kept.to : undefined };
    if (next.kind) goTo("reports", next.kind, asks);
    else adjustRoute(asks);
  };
  useHotkeys([
    ...kinds.map((one, at) => ({ keys: `Alt+${at + 1}`, words: t(`kind.${one}`), run: () => show({ kind: one }) })),
    { keys: "F8", words: t("print"), run: () => print.mutate() },
    { keys: "F9", words: t("save"), run: () => save.mutate("pdf") },
  ]);
  const empty = report.data && report.data.rows.length === 0;
  return (
    <div className={classes.page}>
      <nav className={classes.kinds} aria-label={t("which")}>
        {kinds.map((one, at) => (
          <button key={one} type="button" aria-current={one === kind ? "page" : undefined} onClick={() => show({ kind: one })}>
            <span>{t(`kind.${one}`)}</span>
            <KeyHint keys={`Alt+${at + 1}`} />
          </button>
        ))}
      </nav>
      <div className={classes.report}>
        <div className={classes.asks}>
          <Select
            aria-label={t("period")}
            size="xs"
            allowDeselect={false}
            data={periods.map((one) => ({ value: one, label: t(`periods.${one}`) }))}
            value={chosen}
            onChange={(value) => show({ period: value ?? "month" })}
          />
          {chosen === "days" ? (
            <>
              <DayPicker label={t("from")} value={first} max={last} onChange={(from) => show({ from })} />
              <DayPicker label={t("to")} value={last} min={first} max={today} onChange={(to) => show({ to })} />
            </>
          ) : (
            <span className={classes.quiet}>
              {t(report.data?.so_far ? "ofSoFar" : "of", { from: showDay(first), to: showDay(report.data?.to ?? last) })}
            </span>
          )}
          <span className={classes.room} />
          <Group gap="xs" wrap="nowrap">
            <Button size="xs" variant="default" loading={save.isPending && save.variables === "csv"} onClick={() => save.mutate("csv")}>
              {t("saveCsv")}
            </Button>
            <Button size="xs" variant="default" rightSection={<KeyHint keys="F9" />} loading={save.isPending && save.variables === "pdf"} onClick={() => save.mutate("pdf")}>
              {t("save")}
            </Button>
            <Button size="xs" rightSection={<KeyHint keys="F8" onBrand />} loading={print.isPending} onClick={() => print.mutate()}>
              {t("print")}
            </Button>
          </Group>
        </div>
        <Refusal error={report.error ?? save.error ?? print.error} />
        {saved && (
          <p role="status" className={classes.quiet}>
            {t("saved", { path: saved })}
          </p>
        )}
        {report.data && report.data.left_out !== null && (
          <p role="status" className={classes.quiet}>
            {t("leftOut", { day: showDay(report.data.left_out) })}
          </p>
        )}
        {empty && <EmptyState icon={IconChartBar} title={t("none")} words={t("noneWords")} />}
        {report.data && !empty && (
          <>
            <Panel icon={IconChartBar} title={t(`kind.${kind}`)} aside={t("beside", { from: showDay(report.data.before_from), to: showDay(report.data.before_to) })}>
              <ReportChart report={report.data} />
            </Panel>
            <Panel icon={IconTable} title={t("table")}>
              <ReportTable report={report.data} />
            </Panel>
          </>
        )}
      </div>
    </div>
  );
}
