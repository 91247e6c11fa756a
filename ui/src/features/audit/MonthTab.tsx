import { BarChart } from "@mantine/charts";
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconAlertTriangle, IconFileExport, IconShieldCheck } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { useJob } from "@/backend/useJob";
import { useView } from "@/backend/useView";
import type { Banking, DaySum, Exception, MonthSummary, Register } from "@/backend/wire";
import { monthOf } from "@/shared/dayMath";
import { DataTable } from "@/shared/DataTable";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { JobBar } from "@/shared/JobBar";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { showCount, showMoney, useCurrency } from "@/shared/amounts";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { adjustRoute, useRoute } from "@/shared/route";
import { useMay, useSession } from "@/shared/session";
import { StateTag, type Tone } from "@/shared/StateTag";
import { Who } from "@/shared/Who";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";
import { ExportedFiles, exportedOf } from "./ExportedFiles";
import { Breakdown, FiguresPanel } from "./FiguresPanel";
import { Loading } from "./Loading";
import { MonthPicker } from "./MonthPicker";
import { packOf, PackMadeView } from "./PackMadeView";
import { RegisterSheet } from "./RegisterSheet";
import { useCounted } from "./useCounted";
import { useReasonWords } from "./useReasonWords";
import { useRuleWords } from "./useRuleWords";

/** One month as it will be handed to the auditor, exceptions first. */
export function MonthTab() {
  const t = useWords("audit");
  const session = useSession();
  const { query } = useRoute();
  const mayExport = useMay("export audit files");
  const latest = monthOf(session.business_on);
  const asks = query.get("month") ?? "";
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asks) && asks <= latest ? asks : latest;
  const summary = useView("month_summary", { month }, { keep: true });
  const pack = useCommand("export_pack");
  const folder = useCommand("export_month");
  const [seed, setSeed] = useState("");
  // The one that was begun last is the one that is shown.
  const [begun, setBegun] = useState<"pack" | "folder">("pack");
  const start = begun === "pack" ? pack : folder;
  const job = useJob(start.data?.id ?? null, "export_pack", "export_month");
  const choose = useMutation({
    mutationFn: async (what: "pack" | "folder") => ({ what, into: await asked(host().pickFolder()) }),
    onSuccess: ({ what, into }) => {
      if (into === null) return;
      setBegun(what);
      if (what === "pack") pack.mutate({ month, folder: into, seed: seed.trim() || undefined });
      else folder.mutate({ month, folder: into });
    },
  });
  const busy = choose.isPending || start.isPending || job?.state === "running";
  useHotkeys([
    { keys: "F8", words: t("month.exportPack"), run: () => choose.mutate("pack"), ready: mayExport && !busy },
    { keys: "F9", words: t("month.export"), run: () => choose.mutate("folder"), ready: mayExport && !busy },
  ]);
  const made = job?.state === "done" ? packOf(job.result) : null;
  const exported = job?.state === "done" ? exportedOf(job.result) : null;

  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <FiguresPanel
          title={t("month.title")}
          figures={summary.data?.figures}
          error={summary.error}
          aside={<MonthPicker value={month} max={latest} onChange={(to) => adjustRoute({ month: to === latest ? undefined : to })} />}
        />
        <Exceptions rows={summary.data?.exceptions} cut={summary.data?.cut ?? false} error={summary.error} />
      </div>
      <div className={classes.column}>
        <Panel icon={IconFileExport} title={t("month.pack")}>
          <p className={classes.quiet}>{t("month.packWords")}</p>
          {mayExport && summary.data?.figures.left_out && <p className={classes.quiet}>{t("month.seen")}</p>}
          {mayExport && (
            <TextInput
              size="xs"
              label={t("month.seed")}
              description={t("month.seedWords")}
              maxLength={100}
              value={seed}
              onChange={(event) => setSeed(event.currentTarget.value)}
            />
          )}
          {mayExport && (
            <div className={classes.acts}>
              <Button rightSection={<KeyHint keys="F8" onBrand />} loading={busy} onClick={() => choose.mutate("pack")}>
                {t("month.exportPack")}
              </Button>
              <Button variant="default" rightSection={<KeyHint keys="F9" />} disabled={busy} onClick={() => choose.mutate("folder")}>
                {t("month.export")}
              </Button>
            </div>
          )}
          <Refusal error={choose.error ?? start.error} />
          {job && (
            <div className={classes.job}>
              <JobBar job={job} title={t("month.exporting", { month: showMonth(job.title) })} />
              {made && <PackMadeView pack={made} />}
              {exported && <ExportedFiles exported={exported} />}
            </div>
          )}
          {summary.data && <Pack month={summary.data} />}
        </Panel>
        {summary.data ? (
          <>
            <ToTheBank banking={summary.data.banking} />
            <Days days={summary.data.days} />
            <Breakdown figures={summary.data.figures} />
          </>
        ) : (
          !summary.error && <Loading height="16rem" />
        )}
      </div>
    </div>
  );
}

const showMonth = (month: string) => showDay(`${month}-01`, "month");

/** The lists that the export will hold, and what they will say. */
function Pack({ month }: { month: MonthSummary }) {
  const t = useWords("audit");
  const counted = useCounted();
  const { figures, exceptions } = month;
  const found = exceptions.length;
  const [register, setRegister] = useState<Register | null>(null);
  const lists: [string, string, Register?][] = [
    [t("pack.exceptions"), month.cut ? t("pack.foundMore", { shown: showCount(found) }) : counted("found", found)],
    [t("pack.transactions"), counted("receipts", figures.receipts)],
    [t("pack.voids"), counted("voidCount", figures.voids)],
    [t("pack.refunds"), counted("returnCount", figures.returns)],
    [t("pack.zReports"), counted("shifts", month.z_reports)],
    [t("pack.cashMoves"), counted("moves", month.cash_moves)],
    [t("pack.deposits"), counted("slips", month.deposits)],
    [t("pack.cheques"), counted("chequeCount", month.cheques)],
    [t("pack.approvals"), counted("requests", month.approvals)],
    [t("pack.overdue"), counted("bills", figures.overdue_bills)],
    [t("pack.reprints"), counted("duplicates", figures.reprints), "reprints"],
    [t("pack.overrides"), t("pack.overridesWords"), "overrides"],
    [t("pack.log"), counted("rows", figures.audit_rows)],
    [t("pack.seals"), t("pack.sealsWords")],
    [t("pack.summary"), t("pack.summaryWords")],
  ];
  return (
    <>
      <dl className={classes.pack}>
        {lists.map(([name, words, shown]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {words}{" "}
              {shown && (
                <Button size="compact-xs" variant="subtle" aria-label={t("register.showOf", { name })} onClick={() => setRegister(shown)}>
                  {t("register.show")}
                </Button>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {register !== null && <RegisterSheet month={month.month} register={register} onClose={() => setRegister(null)} />}
    </>
  );
}

type Found = Exception & { at: number };

const column = createColumnHelper<Found>();
/** Every kind that the book tells of, and how it looks. */
const tones = {
  void: "violet",
  manager_void: "violet",
  reversal: "violet",
  refund: "violet",
  pay_out: "violet",
  transfer: "violet",
  slip_taken_back: "violet",
  safe_back: "violet",
  cancel: "violet",
  credit_note: "violet",
  write_off: "violet",
  deposit_differs: "red",
  safe_differs: "red",
  not_banked: "red",
  cheques_not_deposited: "amber",
  variance: "red",
  tender_variance: "red",
  bounce: "red",
  bounce_after_refund: "red",
  dead_letter: "red",
  money_cancelled: "red",
  money_redirected: "red",
  money_imported: "amber",
  switched_by_file: "amber",
  drawer_probed: "red",
  seen_before_count: "amber",
  second_look_refused: "red",
  closed_over_looks: "red",
  second_person_made: "red",
  clock_went_back: "red",
  first_beside: "red",
  variance_first: "amber",
  above_ceiling: "amber",
  closed_for_another: "amber",
  second_look_open: "amber",
  second_look_overdue: "red",
  other_float: "amber",
  first_float: "amber",
  old_day: "amber",
  kept_more: "amber",
  cash_in: "amber",
  cash_out: "amber",
  safe_in: "amber",
  reprint: "amber",
  directed: "amber",
  rights_changed: "amber",
  rules_changed: "amber",
  key_shown: "red",
  admin_reset: "red",
  failed_log_in: "amber",
} satisfies Record<string, Tone>;
const isKind = (kind: string): kind is keyof typeof tones => kind in tones;

type ExceptionsProps = { rows: Exception[] | undefined; cut: boolean; error: unknown };

function Exceptions({ rows, cut, error }: ExceptionsProps) {
  const t = useWords("audit");
  const rules = useRuleWords();
  const said = useReasonWords();
  const columns = useMemo(
    () => [
      column.accessor((row) => t(`exception.${isKind(row.kind) ? row.kind : "other"}`), {
        id: "kind",
        header: t("exception.kind"),
        meta: { width: "9.5rem" },
        cell: ({ getValue, row }) => <StateTag tone={isKind(row.original.kind) ? tones[row.original.kind] : "amber"}>{getValue()}</StateTag>,
      }),
      column.accessor("on", {
        header: t("exception.on"),
        meta: { width: "4.75rem" },
        cell: ({ getValue }) => showDay(getValue(), "short"),
      }),
      column.accessor((row) => (row.changed.length === 0 ? row.subject : rules.about(row.subject)), {
        id: "subject",
        header: t("exception.subject"),
        meta: { width: "10.5rem" },
      }),
      column.accessor("who", {
        header: t("exception.who"),
        meta: { width: "7rem" },
        cell: ({ getValue }) => <Who login={getValue()} />,
      }),
      column.accessor((row) => (row.changed.length === 0 ? said(row) : rules.all(row.changed)), {
        id: "detail",
        header: t("exception.detail"),
        cell: ({ getValue }) => <span title={getValue()}>{getValue()}</span>,
      }),
      column.accessor("amount", {
        header: t("exception.amount"),
        meta: { width: "7rem", right: true },
        cell: ({ getValue }) => {
          const amount = getValue();
          return amount !== null && <Money minor={amount} />;
        },
      }),
    ],
    [t, rules, said],
  );
  // Two exceptions may read alike, so each is known by its place.
  const found = useMemo(() => rows?.map((row, at) => ({ ...row, at })), [rows]);
  return (
    <Panel
      flush
      icon={IconAlertTriangle}
      title={t("month.exceptions")}
      aside={cut && <span className={classes.note}>{t("month.exceptionsCut")}</span>}
      className={classes.grow}
    >
      <DataTable
        label={t("month.exceptions")}
        columns={columns}
        rows={found}
        rowId={(row) => String(row.at)}
        error={rows === undefined ? error : null}
        empty={<EmptyState icon={IconShieldCheck} title={t("month.noExceptions")} words={t("month.noExceptionsWords")} />}
      />
    </Panel>
  );
}

/** What the month left for the bank, what got there, and what lay in the office when its last day was closed. */
function ToTheBank({ banking: { left, paid_in: paidIn, at_end: end } }: { banking: Banking }) {
  const t = useWords("audit");
  const counted = useCounted();
  const on = end ? t("bank.closed", { day: showDay(end.on) }) : t("bank.unsaid");
  const facts: [string, number | undefined, string][] = [
    [t("bank.left"), left, t("bank.leftBy")],
    [t("bank.paidIn"), paidIn, t("bank.paidInBy")],
    [t("bank.inSafe"), end?.in_safe, on],
    [t("bank.cheques"), end?.cheques_amount, end ? `${counted("chequeCount", end.cheques)}, ${on}` : on],
  ];
  return (
    <Panel title={t("bank.title")}>
      <dl className={classes.figures}>
        {facts.map(([name, amount, note]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{amount === undefined ? "–" : <Money minor={amount} quietZero />}</dd>
            <dd className={classes.note}>{note}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Days({ days }: { days: DaySum[] }) {
  const t = useWords("audit");
  const fell = days.some((day) => day.returned !== 0);
  const currency = useCurrency();
  const [asTable, setAsTable] = useState(false);
  return (
    <Panel
      title={t("month.days")}
      aside={
        <Button size="compact-xs" variant="default" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t("month.asTable")}
        </Button>
      }
    >
      {!asTable && (
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
            xAxisProps={{
              interval: 4,
              tickMargin: 4,
              height: 20,
              tick: { fontSize: 12, fill: "currentColor" },
              tickFormatter: (day: string) => day.split(" ")[0] ?? day,
            }}
            valueFormatter={(value) => showMoney(value, currency)}
          />
        </div>
      )}
      <div className={asTable ? undefined : "cf-visually-hidden"}>
        <table className={classes.table}>
          <caption className="cf-visually-hidden">{t("month.daysTable")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("month.day")}</th>
              <th scope="col" data-right>
                {t("figure.receipts")}
              </th>
              <th scope="col" data-right>
                {t("col.voids")}
              </th>
              {fell && (
                <th scope="col" data-right>
                  {t("col.returned")}
                </th>
              )}
              <th scope="col" data-right>
                {t("figure.net")}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.on}>
                <th scope="row">{showDay(day.on, "short")}</th>
                <td data-right>{day.receipts}</td>
                <td data-right>{day.voids}</td>
                {fell && (
                  <td data-right>
                    <Money minor={day.returned} quietZero />
                  </td>
                )}
                <td data-right>
                  <Money minor={day.net} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
