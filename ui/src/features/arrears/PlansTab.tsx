import { Switch } from "@mantine/core";
import { IconCalendarDollar } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { usePages } from "@/backend/usePages";
import type { PlanView } from "@/backend/wire";
import { showMoney, useCurrency } from "@/shared/amounts";
import { DataTable } from "@/shared/DataTable";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { adjustRoute } from "@/shared/route";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";
import { planTone } from "./looks";

const PAGE = 100;
const column = createColumnHelper<PlanView>();

/** Who pays in instalments, and whether they keep to it. */
export function PlansTab() {
  const t = useWords("arrears");
  const currency = useCurrency();
  const [all, setAll] = useState(false);
  const plans = usePages<"plans", PlanView>(
    "plans",
    (before) => ({ active: !all, before, limit: PAGE }),
    (page) => page.rows,
    (row) => row.id,
    PAGE,
  );
  const columns = useMemo(
    () => [
      column.accessor("id", { header: t("col.plan"), meta: { width: "5rem" } }),
      column.accessor("account_number", { header: t("col.account"), meta: { width: "7rem" } }),
      column.accessor("name", { header: t("col.name") }),
      column.accessor((row) => showDay(row.made_on, "short"), { id: "made", header: t("col.on"), meta: { width: "6rem" } }),
      column.accessor((row) => (row.state === "active" && !row.kept ? t("plan.behind") : t(`plan.${row.state}`)), {
        id: "state",
        header: t("col.state"),
        meta: { width: "9rem" },
        cell: ({ getValue, row: { original } }) => (
          <StateTag tone={original.state === "active" && !original.kept ? "red" : planTone[original.state]}>{getValue()}</StateTag>
        ),
      }),
      column.accessor(
        (row) => (row.next && row.next_on ? t("plan.next", { amount: showMoney(row.next, currency), day: showDay(row.next_on, "short") }) : ""),
        { id: "next", header: t("col.nextInstalment"), meta: { width: "12rem" } },
      ),
      column.accessor("paid", {
        header: t("col.paid"),
        meta: { width: "7rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} quietZero />,
      }),
      column.accessor("total", {
        header: t("col.total"),
        meta: { width: "7rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} />,
      }),
    ],
    [t, currency],
  );
  return (
    <div className={classes.whole}>
      <Panel
        flush
        icon={IconCalendarDollar}
        title={t("tabs.plans")}
        aside={<Switch label={t("plan.all")} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />}
      >
        <DataTable
          label={t("tabs.plans")}
          columns={columns}
          rows={plans.rows}
          total={all ? undefined : plans.first?.active}
          rowId={(row) => String(row.id)}
          onOpen={(row) => adjustRoute({ account: row.account })}
          onNearEnd={plans.more}
          moreRows={plans.left}
          error={plans.error}
          minWidth="60rem"
          empty={<EmptyState icon={IconCalendarDollar} title={t("plan.none")} words={t("plan.noneWords")} />}
        />
      </Panel>
    </div>
  );
}
