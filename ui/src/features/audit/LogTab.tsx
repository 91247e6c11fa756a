import { NativeSelect } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { usePages } from "@/backend/usePages";
import type { AuditRowView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { InstantText } from "@/shared/DayText";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { Panel } from "@/shared/Panel";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";

const PAGE = 200;
const column = createColumnHelper<AuditRowView>();

/** Every act, newest first, one chain a counter. */
export function LogTab() {
  const t = useWords("audit");
  const [chain, setChain] = useState("");
  const [open, setOpen] = useState<AuditRowView | null>(null);
  const pages = usePages<"audit_rows", AuditRowView>(
    "audit_rows",
    (before) => ({ counter: chain === "" ? undefined : chain, before, limit: PAGE }),
    (page) => page.rows,
    (row) => row.seq,
    PAGE,
  );
  const chains = (pages.first?.chains ?? []).filter((code) => code !== "");
  const columns = useMemo(
    () => [
      column.accessor("seq", { header: t("log.seq"), meta: { width: "5rem", right: true } }),
      column.accessor("at", {
        header: t("log.at"),
        meta: { width: "11rem" },
        cell: ({ getValue }) => <InstantText at={getValue()} />,
      }),
      column.accessor("business_on", {
        header: t("log.on"),
        meta: { width: "8rem" },
        cell: ({ getValue }) => showDay(getValue()),
      }),
      column.accessor("who", { header: t("log.who"), meta: { width: "8rem" } }),
      column.accessor("act", {
        header: t("log.act"),
        meta: { width: "10rem" },
        cell: ({ getValue }) => getValue().replaceAll("_", " "),
      }),
      column.accessor("changes", { header: t("log.changes"), enableSorting: false }),
      column.accessor("hash", {
        header: t("log.hash"),
        meta: { width: "7rem" },
        enableSorting: false,
        cell: ({ getValue }) => <span className={classes.hash}>{getValue().slice(0, 8)}…</span>,
      }),
    ],
    [t],
  );
  return (
    <Panel flush icon={IconLink} title={t("tabs.log")} className={classes.tabs}>
      <DataTable
        label={t("tabs.log")}
        columns={columns}
        rows={pages.rows}
        total={pages.first?.total}
        rowId={(row) => String(row.seq)}
        onOpen={setOpen}
        onNearEnd={pages.more}
        error={pages.error}
        empty={<EmptyState icon={IconLink} title={t("log.none")} words={t("log.noneWords")} />}
        tools={
          <NativeSelect
            size="xs"
            aria-label={t("log.chain")}
            data={[
              { value: "", label: t("log.office") },
              ...chains.map((code) => ({ value: code, label: t("log.counter", { code }) })),
            ]}
            value={chain}
            onChange={(event) => setChain(event.currentTarget.value)}
          />
        }
      />
      {open && (
        <Sheet opened onClose={() => setOpen(null)} title={t("log.title", { seq: open.seq })} size="42rem">
          <p>
            <InstantText at={open.at} /> · {open.who} · {open.act.replaceAll("_", " ")}
          </p>
          <pre className={classes.json}>{pretty(open.changes)}</pre>
          <p className={classes.hash}>
            {t("log.hash")} {open.hash}
          </p>
        </Sheet>
      )}
    </Panel>
  );
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
