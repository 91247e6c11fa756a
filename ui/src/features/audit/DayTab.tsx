import { Button, Group, Stack, TextInput } from "@mantine/core";
import { IconCalendarRepeat, IconReceipt } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { usePages } from "@/backend/usePages";
import { useView } from "@/backend/useView";
import type { PaymentRow } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { InstantText } from "@/shared/DayText";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { goTo } from "@/shared/route";
import { useMay, useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";
import { Breakdown, FiguresPanel } from "./FiguresPanel";

const PAGE = 200;
const column = createColumnHelper<PaymentRow>();

/** One business day: its sums, its receipts, its files. */
export function DayTab() {
  const t = useWords("audit");
  const session = useSession();
  const mayMove = useMay("move the business day");
  const mayExport = useMay("export audit files");
  const [on, setOn] = useState(session.business_on);
  const [moving, setMoving] = useState(false);
  const figures = useView("day_figures", { on }, { keep: true });
  const payments = usePages<"payments", PaymentRow>(
    "payments",
    (before) => ({ on, before, limit: PAGE }),
    (page) => page.rows,
    (row) => row.id,
    PAGE,
  );
  const write = useCommand("export_day");
  const writeTo = async () => {
    const folder = await asked(host().pickFolder());
    if (folder !== null) write.mutate({ on, folder });
  };

  const columns = useMemo(
    () => [
      column.accessor("number", { header: t("col.number"), meta: { width: "11rem" } }),
      column.accessor("taken_at", {
        header: t("col.when"),
        meta: { width: "5.5rem" },
        cell: ({ getValue }) => <InstantText at={getValue()} timeOnly />,
      }),
      column.accessor("name", { header: t("col.name") }),
      column.accessor((row) => row.methods.map((method) => t(`shared:method.${method}`)).join(", "), {
        id: "methods",
        header: t("col.methods"),
        meta: { width: "7rem" },
      }),
      column.accessor("clerk", { header: t("col.clerk"), meta: { width: "6.5rem" } }),
      column.accessor("void", {
        header: t("col.state"),
        meta: { width: "5rem" },
        cell: ({ getValue }) => (
          <StateTag tone={getValue() ? "violet" : "green"}>{getValue() ? t("col.void") : t("col.valid")}</StateTag>
        ),
      }),
      column.accessor("paid", {
        header: t("col.paid"),
        meta: { width: "8rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} />,
      }),
    ],
    [t],
  );

  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <Refusal error={figures.error ?? write.error} />
        {figures.data && (
          <FiguresPanel
            title={t("day.title", { day: showDay(on) })}
            figures={figures.data}
            aside={
              <>
                <TextInput
                  type="date"
                  size="xs"
                  aria-label={t("month.day")}
                  max={session.clock_on}
                  value={on}
                  onChange={(event) => event.currentTarget.value && setOn(event.currentTarget.value)}
                />
                {mayMove && (
                  <Button size="xs" variant="default" leftSection={<IconCalendarRepeat aria-hidden="true" size="1rem" stroke={1.75} />} onClick={() => setMoving(true)}>
                    {t("day.move")}
                  </Button>
                )}
              </>
            }
          />
        )}
        {write.data && <p role="status">{t("day.written", { folder: write.data.folder })}</p>}
        <Panel flush icon={IconReceipt} title={t("day.payments")} className={classes.grow}>
          <DataTable
            label={t("day.payments")}
            columns={columns}
            rows={payments.rows}
            total={payments.first?.total}
            rowId={(row) => String(row.id)}
            onOpen={(row) => goTo("customers", row.customer, { receipt: row.id })}
            onNearEnd={payments.more}
            error={payments.error}
            empty={<EmptyState icon={IconReceipt} title={t("day.none")} words={t("day.noneWords")} />}
            tools={
              mayExport && (
                <>
                  <Button size="xs" variant="default" loading={write.isPending} onClick={() => write.mutate({ on })}>
                    {t("day.export")}
                  </Button>
                  <Button size="xs" variant="default" loading={write.isPending} onClick={() => void writeTo()}>
                    {t("day.exportTo")}
                  </Button>
                </>
              )
            }
          />
        </Panel>
      </div>
      <div className={classes.column}>{figures.data && <Breakdown figures={figures.data} />}</div>
      {moving && (
        <MoveSheet
          today={session.business_on}
          proposal={session.clock_on}
          onClose={() => setMoving(false)}
          onMoved={(day) => {
            setMoving(false);
            setOn(day);
          }}
        />
      )}
    </div>
  );
}

type MoveProps = { today: string; proposal: string; onClose: () => void; onMoved: (day: string) => void };

function MoveSheet({ today, proposal, onClose, onMoved }: MoveProps) {
  const t = useWords("audit");
  const move = useCommand("move_business_day");
  const [to, setTo] = useState(proposal);
  return (
    <Sheet opened onClose={onClose} title={t("moving.title")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          move.mutate({ to }, { onSuccess: (frame) => onMoved(frame.business_on) });
        }}
      >
        <Stack>
          <p>{t("moving.words", { today: showDay(today) })}</p>
          <TextInput type="date" data-autofocus label={t("moving.to")} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
          <Refusal error={move.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" disabled={to === ""} loading={move.isPending}>
              {t("moving.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
