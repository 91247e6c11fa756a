import { NativeSelect } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { IconStairsUp, IconUsers } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo } from "react";
import { isByHand } from "@/backend/byHand";
import { call, type CallError } from "@/backend/call";
import { useView } from "@/backend/useView";
import type { ArrearsPage, Rung, StandingView } from "@/backend/wire";
import { showCount } from "@/shared/amounts";
import { DataTable } from "@/shared/DataTable";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { adjustRoute, useRoute } from "@/shared/route";
import { ServiceMark } from "@/shared/ServiceMark";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";
import { rungs, rungTone } from "./looks";
import { RunPanel } from "./RunPanel";

const PAGE = 200;
const column = createColumnHelper<StandingView>();

/** Who is late, the largest sums first; how many stand on each rung; and the run that moves them on. */
export function LadderTab() {
  const t = useWords("arrears");
  const { query } = useRoute();
  const rung = rungs.find((one) => one === query.get("rung")) ?? null;
  const route = query.get("route");
  const list = useStandings(rung, route);
  const pages = list.data?.pages;
  const columns = useColumns();
  return (
    <div className={classes.page}>
      <Panel flush icon={IconUsers} title={rung ? t(`rung.${rung}`) : t("ladder.title")} aside={<Routes chosen={route} />}>
        <DataTable
          label={t("ladder.title")}
          columns={columns}
          rows={pages?.flatMap((page) => page.rows)}
          total={pages?.[0]?.total}
          rowId={(row) => String(row.account)}
          onOpen={(row) => adjustRoute({ account: row.account })}
          onNearEnd={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
          moreRows={list.hasNextPage}
          error={list.error}
          minWidth="46rem"
          empty={<EmptyState icon={IconStairsUp} title={t("ladder.none")} words={t("ladder.noneWords")} />}
        />
      </Panel>
      <div className={classes.column}>
        <RunPanel />
        <Panel icon={IconStairsUp} title={t("ladder.rungs")}>
          <Rungs page={pages?.[0]} rung={rung} />
        </Panel>
      </div>
    </div>
  );
}

/** Whoever walks a route looks at its accounts alone. */
function Routes({ chosen }: { chosen: string | null }) {
  const t = useWords("arrears");
  const routes = useView("reading_routes", {});
  const names = [...new Set((routes.data ?? []).map((one) => one.route).filter((one) => one !== ""))].sort();
  if (names.length === 0) return null;
  return (
    <NativeSelect
      size="xs"
      aria-label={t("col.route")}
      value={chosen ?? ""}
      onChange={(event) => adjustRoute({ route: event.currentTarget.value || undefined })}
      data={[{ value: "", label: t("ladder.allRoutes") }, ...names]}
    />
  );
}

/** A page goes on where the last one ended: at a sum and an account. */
function useStandings(rung: Rung | null, route: string | null) {
  type Cursor = { overdue: number; account: number } | null;
  return useInfiniteQuery<ArrearsPage, CallError, { pages: ArrearsPage[] }, unknown[], Cursor>({
    queryKey: ["arrears_list", "pages", rung, route],
    queryFn: ({ client, pageParam, queryKey }) => call("arrears_list", { rung, route, after: pageParam, limit: PAGE }, isByHand(client, queryKey)),
    initialPageParam: null,
    getNextPageParam: ({ rows }) => {
      const last = rows.at(-1);
      return rows.length < PAGE || !last ? undefined : { overdue: last.overdue, account: last.account };
    },
  });
}

function useColumns() {
  const t = useWords("arrears");
  return useMemo(
    () => [
      column.accessor("service", {
        header: () => <span className="cf-visually-hidden">{t("col.service")}</span>,
        meta: { width: "2.75rem" },
        cell: ({ getValue }) => <ServiceMark service={getValue()} look="icon" />,
      }),
      column.accessor("number", { header: t("col.account"), meta: { width: "5.5rem" } }),
      column.accessor("name", { header: t("col.name") }),
      column.accessor((row) => t(`rung.${row.rung}`), {
        id: "rung",
        header: t("col.rung"),
        meta: { width: "6.75rem" },
        cell: ({ getValue, row }) => <StateTag tone={rungTone[row.original.rung]}>{getValue()}</StateTag>,
      }),
      column.accessor((row) => nextWords(t, row), { id: "next", header: t("col.next"), meta: { width: "10.75rem" } }),
      column.accessor("days", { header: t("col.days"), meta: { width: "3.75rem", right: true } }),
      column.accessor("overdue", {
        header: t("col.overdue"),
        meta: { width: "7rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} quietZero />,
      }),
    ],
    [t],
  );
}

/** What comes next and when; or why nothing does. */
export function nextWords(t: ReturnType<typeof useWords<"arrears">>, row: StandingView): string {
  if (row.held) return t(`held.${row.held}`);
  if (!row.next || !row.next_on) return t("noNext");
  return t("nextOn", { step: t(`step.${row.next}`), day: showDay(row.next_on, "short") });
}

function Rungs({ page, rung }: { page: ArrearsPage | undefined; rung: Rung | null }) {
  const t = useWords("arrears");
  return (
    <ul className={classes.rungs}>
      {rungs.map((one) => {
        const count = page?.rungs.find((counted) => counted.rung === one);
        return (
          <li key={one}>
            <button
              type="button"
              className={classes.rung}
              aria-pressed={rung === one}
              onClick={() => adjustRoute({ rung: rung === one ? undefined : one })}
            >
              <span>{t(`rung.${one}`)}</span>
              <span>{showCount(count?.accounts ?? 0)}</span>
              <Money minor={count?.overdue ?? 0} quietZero />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
