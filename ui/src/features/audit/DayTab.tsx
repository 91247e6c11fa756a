import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconCalendarRepeat, IconFileExport, IconReceipt } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { usePages } from "@/backend/usePages";
import { useView } from "@/backend/useView";
import type { PaymentRow } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { DayPicker } from "@/shared/DayPicker";
import { InstantText } from "@/shared/DayText";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { PaymentState, usePaymentState } from "@/shared/PaymentState";
import { Refusal } from "@/shared/Refusal";
import { adjustRoute, goTo, useRoute } from "@/shared/route";
import { useMay, useSession } from "@/shared/session";
import { Who } from "@/shared/Who";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";
import { ExportedFiles } from "./ExportedFiles";
import { Breakdown, FiguresPanel } from "./FiguresPanel";
import { Loading } from "./Loading";

const PAGE = 200;
const column = createColumnHelper<PaymentRow>();

/** One business day: its sums, its receipts, its files. */
export function DayTab() {
  const t = useWords("audit");
  const session = useSession();
  const { query } = useRoute();
  const mayMove = useMay("move the business day");
  const mayExport = useMay("export audit files");
  const on = dayOf(query.get("day")) ?? session.business_on;
  const figures = useView("day_figures", { on }, { keep: true });
  const payments = usePages<"payments", PaymentRow>(
    "payments",
    (before) => ({ on, before, limit: PAGE }),
    (page) => page.rows,
    (row) => row.id,
    PAGE,
  );
  const write = useCommand("export_day");
  const choose = useMutation({
    mutationFn: () => asked(host().pickFolder()),
    onSuccess: (folder) => folder !== null && write.mutate({ on, folder }),
  });
  const busy = write.isPending || choose.isPending;
  const show = (day: string) => {
    write.reset();
    adjustRoute({ day: day === session.business_on ? undefined : day });
  };
  useHotkeys([
    { keys: "F8", words: t("day.exportTo"), run: () => choose.mutate(), ready: mayExport && !busy },
  ]);

  const stateOf = usePaymentState();
  const columns = useMemo(
    () => [
      column.accessor("number", { header: t("col.number"), meta: { width: "9.75rem" } }),
      column.accessor("taken_at", {
        header: t("col.when"),
        meta: { width: "4.5rem" },
        cell: ({ getValue }) => <InstantText at={getValue()} timeOnly />,
      }),
      column.accessor("name", { header: t("col.name") }),
      column.accessor((row) => row.methods.map((method) => t(`shared:method.${method}`)).join(", "), {
        id: "methods",
        header: t("col.methods"),
        meta: { width: "5.25rem" },
      }),
      column.accessor("clerk", {
        header: t("col.clerk"),
        meta: { width: "7rem" },
        cell: ({ getValue }) => <Who login={getValue()} />,
      }),
      column.accessor(stateOf, {
        id: "state",
        header: t("col.state"),
        meta: { width: "6rem" },
        cell: ({ row }) => <PaymentState payment={row.original} />,
      }),
      column.accessor("paid", {
        header: t("col.paid"),
        meta: { width: "6.75rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} />,
      }),
    ],
    [t, stateOf],
  );

  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <FiguresPanel
          title={t("day.title")}
          figures={figures.data}
          error={figures.error}
          aside={
            <>
              <DayPicker label={t("day.pick")} keys="F4" value={on} max={session.business_on} onChange={show} />
              {mayMove && (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconCalendarRepeat aria-hidden="true" size="1rem" stroke={1.75} />}
                  onClick={() => goTo("day")}
                >
                  {t("day.move")}
                </Button>
              )}
            </>
          }
        />
        <Panel flush icon={IconReceipt} title={t("day.payments")} className={classes.grow}>
          <DataTable
            label={t("day.payments")}
            columns={columns}
            rows={payments.rows}
            total={payments.first?.total}
            rowId={(row) => String(row.id)}
            onOpen={(row) => goTo("customers", row.customer, { receipt: row.id })}
            onNearEnd={payments.more}
            moreRows={payments.left}
            error={payments.error}
            empty={<EmptyState icon={IconReceipt} title={t("day.none")} words={t("day.noneWords")} />}
          />
        </Panel>
      </div>
      <div className={classes.column}>
        {mayExport && (
          <Panel icon={IconFileExport} title={t("day.files")}>
            <p className={classes.quiet}>{t("day.filesWords")}</p>
            <div className={classes.acts}>
              <Button loading={busy} rightSection={<KeyHint keys="F8" onBrand />} onClick={() => choose.mutate()}>
                {t("day.exportTo")}
              </Button>
              <Button variant="default" disabled={busy} onClick={() => write.mutate({ on })}>
                {t("day.export")}
              </Button>
            </div>
            <Refusal error={choose.error ?? write.error} />
            {write.data && <ExportedFiles exported={write.data} />}
          </Panel>
        )}
        {figures.data ? <Breakdown figures={figures.data} /> : !figures.error && <Loading height="16rem" />}
      </div>
    </div>
  );
}

function dayOf(text: string | null): string | null {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && showDay(text) !== text ? text : null;
}
