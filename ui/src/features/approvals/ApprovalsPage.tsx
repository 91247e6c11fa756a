import { Switch } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { usePages } from "@/backend/usePages";
import type { ApprovalView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { InstantText } from "@/shared/DayText";
import { showInstant } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { ApprovalSheet } from "./ApprovalSheet";
import classes from "./ApprovalsPage.module.css";
import { standing } from "./looks";

const PAGE = 200;
const column = createColumnHelper<ApprovalView>();

/** How much it is about; of what differs which way, each way of paying by itself. */
function HowMuch({ request }: { request: ApprovalView }) {
  const t = useWords("approvals");
  if (request.amount === null) return <span className={classes.quiet}>{t("col.untold")}</span>;
  if (request.off.length === 0) return <Money minor={request.amount} />;
  return request.off.map(({ method, variance }) => (
    <div key={method}>
      {(request.off.length > 1 || method !== "cash") && `${t(`shared:method.${method}`)} `}
      <Money minor={variance} signed /> {t(variance < 0 ? "col.short" : "col.over")}
    </div>
  ));
}

/** What one person has asked for and another decides. */
export default function ApprovalsPage() {
  const t = useWords("approvals");
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState<ApprovalView | null>(null);
  const requests = usePages<"approvals", ApprovalView>(
    "approvals",
    (before) => ({ waiting: !all, before, limit: PAGE }),
    (page) => page.rows,
    (row) => row.id,
    PAGE,
  );
  useHotkeys([{ keys: "Alt+A", words: t("all"), run: () => setAll((now) => !now) }]);
  const columns = useMemo(
    () => [
      column.accessor("id", { header: t("col.number"), meta: { width: "4rem", right: true } }),
      column.accessor((row) => t(`shared:approvalKind.${row.kind}`), { id: "kind", header: t("col.kind"), meta: { width: "8rem" } }),
      column.accessor("about", {
        header: t("col.about"),
        cell: ({ getValue, row: { original } }) => (
          <>
            {getValue()}
            {original.beside.length > 0 && <span className={classes.quiet}> · {t("col.beside", { names: original.beside.join(", ") })}</span>}
            {original.state === "second_look" && original.look_by !== null && (
              <span className={classes.quiet}> · {t(original.overdue ? "col.overdue" : "col.lookBy", { when: showInstant(original.look_by) })}</span>
            )}
          </>
        ),
      }),
      column.accessor("asked_name", { header: t("col.asked"), meta: { width: "9rem" } }),
      column.accessor("asked_at", {
        header: t("col.when"),
        meta: { width: "11.5rem" },
        cell: ({ getValue }) => <InstantText at={getValue()} />,
      }),
      column.accessor((row) => t(`state.${standing(row).word}`), {
        id: "state",
        header: t("col.state"),
        meta: { width: "8rem" },
        cell: ({ getValue, row }) => <StateTag tone={standing(row.original).tone}>{getValue()}</StateTag>,
      }),
      column.accessor("amount", {
        header: t("col.amount"),
        meta: { width: "11rem", right: true },
        cell: ({ row: { original } }) => <HowMuch request={original} />,
      }),
    ],
    [t],
  );
  return (
    <div className={classes.whole}>
      <Panel
        flush
        icon={IconChecks}
        title={t("list")}
        aside={<Switch label={t("all")} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />}
      >
        <DataTable
          label={t("list")}
          columns={columns}
          rows={requests.rows}
          total={all ? undefined : requests.first?.waiting}
          rowId={(row) => String(row.id)}
          onOpen={setOpen}
          onNearEnd={requests.more}
          moreRows={requests.left}
          error={requests.error}
          minWidth="60rem"
          empty={<EmptyState icon={IconChecks} title={t("none")} words={t("noneWords")} />}
        />
      </Panel>
      {open && <ApprovalSheet request={open} onClose={() => setOpen(null)} />}
    </div>
  );
}
