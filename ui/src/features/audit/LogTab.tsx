import { CopyButton, Button, NativeSelect } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { usePages } from "@/backend/usePages";
import { useView } from "@/backend/useView";
import type { AuditRowView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { InstantText } from "@/shared/DayText";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { Panel } from "@/shared/Panel";
import { adjustRoute, useRoute } from "@/shared/route";
import { Sheet } from "@/shared/Sheet";
import { Who } from "@/shared/Who";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";
import { useLogWords } from "./useLogWords";

const PAGE = 200;
const column = createColumnHelper<AuditRowView>();

/** Every act, newest first, one chain a counter. */
export function LogTab() {
  const t = useWords("audit");
  const say = useLogWords();
  const { query } = useRoute();
  const chain = query.get("chain") ?? "";
  const [open, setOpen] = useState<AuditRowView | null>(null);
  const counters = useView("counters", {});
  const pages = usePages<"audit_rows", AuditRowView>(
    "audit_rows",
    (before) => ({ counter: chain === "" ? undefined : chain, before, limit: PAGE }),
    (page) => page.rows,
    (row) => row.seq,
    PAGE,
  );
  const codes = (counters.data ?? []).map((counter) => counter.code);
  const chains = (pages.first?.chains ?? codes).filter((code) => codes.includes(code));
  const columns = useMemo(
    () => [
      column.accessor("seq", { header: t("log.seq"), meta: { width: "4.75rem", right: true } }),
      column.accessor("at", {
        header: t("log.at"),
        meta: { width: "10.25rem" },
        cell: ({ getValue }) => <InstantText at={getValue()} />,
      }),
      column.accessor("who", { header: t("log.who"), meta: { width: "8rem" }, cell: ({ getValue }) => <Who login={getValue()} /> }),
      column.accessor((row) => say.act(row.act), { id: "act", header: t("log.act"), meta: { width: "11rem" } }),
      column.accessor((row) => say.short(row.changes, row.named), {
        id: "changes",
        header: t("log.changes"),
        enableSorting: false,
      }),
      column.accessor("hash", {
        header: t("log.hash"),
        meta: { width: "4.75rem" },
        enableSorting: false,
        cell: ({ getValue }) => <span className={classes.hash}>{getValue().slice(0, 6)}</span>,
      }),
    ],
    [t, say],
  );
  return (
    <Panel flush icon={IconLink} title={t("tabs.log")} className={classes.tabs}>
      <DataTable
        key={chain}
        label={t("tabs.log")}
        columns={columns}
        rows={pages.rows}
        total={pages.first?.total}
        rowId={(row) => String(row.seq)}
        onOpen={setOpen}
        onNearEnd={pages.more}
        moreRows={pages.left}
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
            onChange={(event) => adjustRoute({ chain: event.currentTarget.value })}
          />
        }
      />
      {open && <RowSheet row={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function RowSheet({ row, onClose }: { row: AuditRowView; onClose: () => void }) {
  const t = useWords("audit");
  const say = useLogWords();
  return (
    <Sheet opened onClose={onClose} title={t("log.title", { seq: row.seq, act: say.act(row.act) })} size="40rem">
      <dl className={classes.row}>
        <dt>{t("log.at")}</dt>
        <dd>
          <InstantText at={row.at} />
        </dd>
        <dt>{t("log.on")}</dt>
        <dd>{showDay(row.business_on)}</dd>
        <dt>{t("log.who")}</dt>
        <dd>
          <Who login={row.who} />
        </dd>
      </dl>
      <h3 className={classes.changesTitle}>{t("log.changes")}</h3>
      <dl className={classes.row}>
        {say.changes(row.changes, row.named).map(({ name, lines }, index) => (
          // The log's own order; a name may come twice.
          <div key={index}>
            <dt>{name}</dt>
            {lines.map((line) => (
              <dd key={line}>{line}</dd>
            ))}
          </div>
        ))}
      </dl>
      <div className={classes.fullHash}>
        <span>{t("log.hashWords")}</span>
        <CopyButton value={row.hash}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? t("shared:copied") : t("log.copyHash")}
            </Button>
          )}
        </CopyButton>
        <code className={classes.hash}>{row.hash}</code>
      </div>
    </Sheet>
  );
}
