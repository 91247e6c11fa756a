import { BarChart } from "@mantine/charts";
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconAlertTriangle, IconChevronLeft, IconChevronRight, IconFileExport } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { useJob } from "@/backend/useJob";
import { useView } from "@/backend/useView";
import type { DaySum, Exception } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { JobBar } from "@/shared/JobBar";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { showMoney, useCurrency } from "@/shared/money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useMay, useSession } from "@/shared/session";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";
import { Breakdown, FiguresPanel } from "./FiguresPanel";

const column = createColumnHelper<Exception>();
const kinds = ["void", "manager_void", "reprint", "directed", "dead_letter", "failed_log_in"] as const;

/** One month as it will be handed to the auditor, exceptions first. */
export function MonthTab() {
  const t = useWords("audit");
  const session = useSession();
  const mayExport = useMay("export audit files");
  const [month, setMonth] = useState(session.business_on.slice(0, 7));
  const summary = useView("month_summary", { month }, { keep: true });
  const start = useCommand("export_month");
  const job = useJob(start.data?.id ?? null);
  const choose = useMutation({
    mutationFn: () => asked(host().pickFolder()),
    onSuccess: (folder) => folder !== null && start.mutate({ month, folder }),
  });
  useHotkeys([{ keys: "F8", words: t("key.export"), run: () => choose.mutate(), ready: mayExport && !choose.isPending }]);

  const columns = useMemo(
    () => [
      column.accessor("kind", {
        header: t("exception.kind"),
        meta: { width: "9.5rem" },
        cell: ({ getValue }) => (
          <StateTag tone={getValue().includes("void") ? "violet" : getValue() === "dead_letter" ? "red" : "amber"}>
            {t(`exception.${kinds.find((kind) => kind === getValue()) ?? "other"}`)}
          </StateTag>
        ),
      }),
      column.accessor("on", {
        header: t("exception.on"),
        meta: { width: "4.75rem" },
        cell: ({ getValue }) => showDay(getValue(), "short"),
      }),
      column.accessor("subject", { header: t("exception.subject"), meta: { width: "9.5rem" } }),
      column.accessor("who", { header: t("exception.who"), meta: { width: "5.5rem" } }),
      column.accessor("detail", { header: t("exception.detail"), cell: ({ getValue }) => getValue().replaceAll("_", " ") }),
      column.accessor("amount", {
        header: t("exception.amount"),
        meta: { width: "7rem", right: true },
        cell: ({ getValue }) => {
          const amount = getValue();
          return amount !== null && <Money minor={amount} />;
        },
      }),
    ],
    [t],
  );

  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <Refusal error={summary.error} />
        {summary.data && (
          <>
            <FiguresPanel
              title={showDay(`${month}-01`, "month")}
              figures={summary.data.figures}
              aside={
                <span className={classes.month}>
                  <ActionIcon variant="default" aria-label={t("month.previous")} onClick={() => setMonth(shifted(month, -1))}>
                    <IconChevronLeft aria-hidden="true" size="1rem" />
                  </ActionIcon>
                  <TextInput
                    type="month"
                    size="xs"
                    aria-label={t("month.pick")}
                    value={month}
                    max={session.clock_on.slice(0, 7)}
                    onChange={(event) => event.currentTarget.value && setMonth(event.currentTarget.value)}
                  />
                  <ActionIcon
                    variant="default"
                    aria-label={t("month.next")}
                    disabled={month >= session.clock_on.slice(0, 7)}
                    onClick={() => setMonth(shifted(month, 1))}
                  >
                    <IconChevronRight aria-hidden="true" size="1rem" />
                  </ActionIcon>
                </span>
              }
            />
            <Panel flush icon={IconAlertTriangle} title={t("month.exceptions")} aside={summary.data.exceptions.length} className={classes.grow}>
              <DataTable
                label={t("month.exceptions")}
                columns={columns}
                rows={summary.data.exceptions}
                rowId={(row) => `${row.kind}-${row.subject}-${row.on}-${row.detail}`}
                empty={<EmptyState icon={IconAlertTriangle} title={t("month.noExceptions")} />}
              />
            </Panel>
          </>
        )}
      </div>
      <div className={classes.column}>
        <Panel icon={IconFileExport} title={t("month.pack")}>
          <p className={classes.quiet}>{t("month.packWords")}</p>
          {mayExport && (
            <div className={classes.acts}>
              <Button rightSection={<KeyHint keys="F8" onBrand />} loading={choose.isPending || job?.state === "running"} onClick={() => choose.mutate()}>
                {t("month.export")}
              </Button>
            </div>
          )}
          <Refusal error={choose.error ?? start.error} />
          {job && (
            <div style={{ marginTop: "0.75rem" }}>
              <JobBar job={job} title={t("month.exporting", { month: showDay(`${month}-01`, "month") })} />
              <ExportedFiles result={job.result} />
            </div>
          )}
        </Panel>
        {summary.data && (
          <>
            <Days days={summary.data.days} />
            <Breakdown figures={summary.data.figures} />
          </>
        )}
      </div>
    </div>
  );
}

/** `2026-11` and one month on or back. */
function shifted(month: string, by: number): string {
  const [year = 2000, number = 1] = month.split("-").map(Number);
  const date = new Date(Date.UTC(year, number - 1 + by, 1));
  return date.toISOString().slice(0, 7);
}

function Days({ days }: { days: DaySum[] }) {
  const t = useWords("audit");
  const currency = useCurrency();
  return (
    <Panel title={t("month.days")}>
      <div aria-hidden="true">
        <BarChart
          h="9rem"
          data={days.map((day) => ({ day: showDay(day.on, "short"), net: day.net }))}
          dataKey="day"
          series={[{ name: "net", label: t("figure.net"), color: "var(--cf-bar)" }]}
          withYAxis={false}
          gridAxis="none"
          tickLine="none"
          barProps={{ radius: [2, 2, 0, 0], isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false }}
          xAxisProps={{ interval: 4, height: 22, tickFormatter: (day: string) => day.split(" ")[0] ?? day }}
          valueFormatter={(value) => showMoney(value, currency)}
        />
      </div>
      <table className="cf-visually-hidden">
        <caption>{t("month.daysTable")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("month.day")}</th>
            <th scope="col">{t("figure.receipts")}</th>
            <th scope="col">{t("figure.net")}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.on}>
              <th scope="row">{showDay(day.on)}</th>
              <td>{day.receipts}</td>
              <td>{showMoney(day.net, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function ExportedFiles({ result }: { result: unknown }) {
  const t = useWords("audit");
  if (typeof result !== "object" || result === null || !("folder" in result) || !("files" in result)) return null;
  const count = Array.isArray(result.files) ? result.files.length : 0;
  return <p role="status">{t("month.exported", { count, folder: String(result.folder) })}</p>;
}
