import { Button, SegmentedControl } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { IconPlug, IconPlugX, IconPrinter, IconTable } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { isByHand } from "@/backend/byHand";
import { asked, call, type CallError } from "@/backend/call";
import { host } from "@/backend/host";
import type { OrderKind, OrderPage, OrderState, OrderView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { showDay } from "@/shared/days";
import { plusDays } from "@/shared/dayMath";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { adjustRoute, useRoute } from "@/shared/route";
import { ServiceMark } from "@/shared/ServiceMark";
import { useMay, useSession } from "@/shared/session";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";
import { WithdrawSheet } from "./WithdrawSheet";
import { WorkSheet } from "./WorkSheet";

const PAGE = 200;
/** Days after which it is too late to say that an order which was stopped had been carried out. */
const TOO_LATE = 7;
const kinds: OrderKind[] = ["disconnect", "reconnect"];
const states: OrderState[] = ["open", "done", "stopped", "failed"];
const column = createColumnHelper<OrderView>();

/** The cut list and the reconnections: printed for whoever walks the route, and marked when they are done. */
export function OrdersTab() {
  const t = useWords("arrears");
  const { query } = useRoute();
  const mayWork = useMay("work service orders");
  const kind = kinds.find((one) => one === query.get("kind")) ?? "disconnect";
  const state = states.find((one) => one === query.get("state")) ?? "open";
  const mayManage = useMay("work arrears");
  const { business_on: today } = useSession();
  const mayBeWorked = (row: OrderView) =>
    row.state === "open" || (row.state === "stopped" && row.kind === "disconnect" && (row.ended_on ?? "") >= plusDays(today, -TOO_LATE));
  const [worked, setWorked] = useState<OrderView | null>(null);
  const [withdrawn, setWithdrawn] = useState<OrderView | null>(null);
  const list = useOrders(kind, state);
  const rows = list.data?.pages.flatMap((page) => page.rows);
  const paper = (format: "pdf" | "csv") => ({ kind: "cut_list", orders: kind, format }) as const;
  const print = useMutation({ mutationFn: () => asked(host().openDocument(paper("pdf"))) });
  const save = useMutation({ mutationFn: () => asked(host().saveDocument(paper("csv"))) });
  useHotkeys([
    { keys: "F7", words: t("order.print"), run: () => print.mutate(), ready: !print.isPending },
    { keys: "F9", words: t("order.csv"), run: () => save.mutate(), ready: !save.isPending },
  ]);
  const columns = useColumns(state);
  const Icon = kind === "disconnect" ? IconPlugX : IconPlug;
  return (
    <div className={classes.whole}>
      <Panel
        flush
        icon={Icon}
        title={t(`order.${kind}`)}
        aside={
          <span className={classes.tools}>
            <SegmentedControl
              size="xs"
              aria-label={t("order.kind")}
              value={kind}
              onChange={(value) => adjustRoute({ kind: value })}
              data={kinds.map((one) => ({ value: one, label: t(`order.${one}`) }))}
            />
            <SegmentedControl
              size="xs"
              aria-label={t("order.state")}
              value={state}
              onChange={(value) => adjustRoute({ state: value })}
              data={states.map((one) => ({ value: one, label: t(`orderState.${one}`) }))}
            />
          </span>
        }
      >
        <Refusal error={print.error ?? save.error} />
        <DataTable
          label={t(`order.${kind}`)}
          columns={columns}
          rows={rows}
          total={list.data?.pages[0]?.total}
          rowId={(row) => String(row.id)}
          onOpen={(row) => (mayWork && mayBeWorked(row) ? setWorked(row) : adjustRoute({ account: row.account }))}
          onNearEnd={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
          moreRows={list.hasNextPage}
          error={list.error}
          minWidth="66rem"
          tools={
            <>
              <Button size="xs" variant="default" loading={print.isPending} leftSection={<IconPrinter aria-hidden="true" size="1rem" stroke={1.75} />} rightSection={<KeyHint keys="F7" />} onClick={() => print.mutate()}>
                {t("order.print")}
              </Button>
              <Button size="xs" variant="default" loading={save.isPending} leftSection={<IconTable aria-hidden="true" size="1rem" stroke={1.75} />} rightSection={<KeyHint keys="F9" />} onClick={() => save.mutate()}>
                {t("order.csv")}
              </Button>
            </>
          }
          empty={<EmptyState icon={Icon} title={t("order.none")} words={t("order.noneWords")} />}
        />
      </Panel>
      {worked && (
        <WorkSheet
          order={worked}
          onClose={() => setWorked(null)}
          onAccount={() => {
            setWorked(null);
            adjustRoute({ account: worked.account });
          }}
          onWithdraw={
            mayManage && worked.kind === "reconnect"
              ? () => {
                  setWorked(null);
                  setWithdrawn(worked);
                }
              : null
          }
        />
      )}
      {withdrawn && <WithdrawSheet order={withdrawn} onClose={() => setWithdrawn(null)} />}
    </div>
  );
}

function useOrders(kind: OrderKind, state: OrderState) {
  type Cursor = { on: string; order: number } | null;
  return useInfiniteQuery<OrderPage, CallError, { pages: OrderPage[] }, unknown[], Cursor>({
    queryKey: ["service_orders", "pages", kind, state],
    queryFn: ({ client, pageParam, queryKey }) => call("service_orders", { kind, state, after: pageParam, limit: PAGE }, isByHand(client, queryKey)),
    initialPageParam: null,
    getNextPageParam: ({ rows }) => {
      const last = rows.at(-1);
      return rows.length < PAGE || !last ? undefined : { on: last.ended_on ?? last.due_on, order: last.id };
    },
  });
}

/** Every row is in the state that was chosen; only what stopped an order is worth a column. */
function useColumns(state: OrderState) {
  const t = useWords("arrears");
  return useMemo(
    () => [
      column.accessor("id", { header: t("col.order"), meta: { width: "5rem" } }),
      column.accessor("service", {
        header: () => <span className="cf-visually-hidden">{t("col.service")}</span>,
        meta: { width: "2.75rem" },
        cell: ({ getValue }) => <ServiceMark service={getValue()} look="icon" />,
      }),
      column.accessor("account_number", { header: t("col.account"), meta: { width: "7rem" } }),
      column.accessor("name", { header: t("col.name"), meta: { width: "11rem" } }),
      column.accessor("address", { header: t("col.address") }),
      column.accessor("route", { header: t("col.route"), meta: { width: "5rem" } }),
      column.accessor("meter", { header: t("col.meter"), meta: { width: "7rem" } }),
      column.accessor((row) => showDay(row.due_on, "short"), { id: "due", header: t("col.from"), meta: { width: "5.5rem" } }),
      ...(state === "stopped"
        ? [
            column.accessor((row) => row.receipt ?? row.note, {
              id: "by",
              header: t("col.stoppedBy"),
              meta: { width: "9.5rem" },
            }),
          ]
        : []),
      column.accessor("amount", {
        header: t("col.owed"),
        meta: { width: "7rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} quietZero />,
      }),
    ],
    [t, state],
  );
}
