import { IconFileOff } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo } from "react";
import { useView } from "@/backend/useView";
import type { Register, RegisterRow } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { Sheet } from "@/shared/Sheet";
import { Who } from "@/shared/Who";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";
import { useLogWords } from "./useLogWords";
import { useRuleWords } from "./useRuleWords";

type Props = { month: string; register: Register; onClose: () => void };
type Shown = RegisterRow & { at: number };

const column = createColumnHelper<Shown>();

/** A register of the month's pack, for whoever reads it here: its newest rows. */
export function RegisterSheet({ month, register, onClose }: Props) {
  const t = useWords("audit");
  const say = useLogWords();
  const rules = useRuleWords();
  const page = useView("month_register", { month, register });
  const columns = useMemo(
    () => [
      column.accessor("on", { header: t("exception.on"), meta: { width: "5rem" }, cell: ({ getValue }) => showDay(getValue(), "short") }),
      column.accessor((row) => say.act(row.act), { id: "act", header: t("exception.kind"), meta: { width: "14rem" } }),
      column.accessor((row) => (row.changed.length === 0 ? row.subject : `${rules.about(row.subject)} · ${rules.all(row.changed)}`), {
        id: "subject",
        header: t("exception.subject"),
        cell: ({ getValue }) => <span title={getValue()}>{getValue()}</span>,
      }),
      column.accessor("who", { header: t("exception.who"), meta: { width: "8rem" }, cell: ({ getValue }) => <Who login={getValue()} /> }),
    ],
    [t, say, rules],
  );
  // Two rows may read alike, so each is known by its place.
  const rows = useMemo(() => page.data?.rows.map((row, at) => ({ ...row, at })), [page.data]);
  const title = t(`register.${register}`, { month: showDay(`${month}-01`, "month") });
  return (
    <Sheet opened onClose={onClose} title={title} size="56rem">
      {page.data?.cut && (
        <p className={classes.quiet}>
          {page.data.since === null ? t("register.cut") : t("register.cutSince", { day: showDay(page.data.since) })}
        </p>
      )}
      <DataTable
        label={title}
        columns={columns}
        rows={rows}
        rowId={(row) => String(row.at)}
        error={page.error}
        empty={
          page.data?.since ? (
            <EmptyState icon={IconFileOff} title={t("register.noneSince", { day: showDay(page.data.since) })} words={t("register.noneSinceWords")} />
          ) : (
            <EmptyState icon={IconFileOff} title={t("register.none")} words={t("register.noneWords")} />
          )
        }
      />
    </Sheet>
  );
}
