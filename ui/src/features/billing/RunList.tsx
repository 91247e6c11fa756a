import { IconReceipt2 } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useCallback, useMemo } from "react";
import type { RunView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { StateTag, type Tone } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./BillingPage.module.css";

const column = createColumnHelper<RunView>();
const tones: Record<RunLook, Tone> = { posting: "brand", stopped: "amber", posted: "green", cancelling: "violet", cancelStopped: "amber", cancelled: "violet" };

type RunLook = "posting" | "stopped" | "posted" | "cancelling" | "cancelStopped" | "cancelled";

/** How far a run is; one that has not ended and is in nobody's hand was stopped. */
function lookOf(run: RunView): RunLook {
  if (run.state === "cancelling") {
    return run.in_hand ? "cancelling" : "cancelStopped";
  }
  return run.state === "posting" && !run.in_hand ? "stopped" : run.state;
}

/** How far a run is, as a tag. */
export function RunTag({ run }: { run: RunView }) {
  const t = useWords("billing");
  const look = lookOf(run);
  return <StateTag tone={tones[look]}>{t(`runs.state.${look}`)}</StateTag>;
}

/** What a run billed: its cycle, its route, and which one of its day it is where there were several. */
export function useRunName() {
  const t = useWords("billing");
  return useCallback(
    (run: RunView) => {
      const cycle = run.route === "" ? run.cycle : `${run.cycle} · ${run.route}`;
      return run.turn > 1 ? t("runs.again", { cycle, turn: run.turn }) : cycle;
    },
    [t],
  );
}

type Props = {
  runs: RunView[] | undefined;
  error: unknown;
  more: () => void;
  left: boolean;
  open: number | undefined;
  onOpen: (run: RunView) => void;
};

/** The runs, newest first, page by page. */
export function RunList({ runs, error, more, left, open, onOpen }: Props) {
  const t = useWords("billing");
  const nameOf = useRunName();
  const columns = useMemo(
    () => [
      column.accessor(nameOf, {
        id: "cycle",
        header: t("runs.cycle"),
      }),
      column.accessor("to", {
        header: t("runs.upTo"),
        meta: { width: "4.125rem" },
        cell: ({ getValue }) => showDay(getValue(), "short"),
      }),
      column.accessor(lookOf, {
        id: "state",
        header: t("bill.state"),
        meta: { width: "4.625rem" },
        cell: ({ row }) => <RunTag run={row.original} />,
      }),
      column.accessor("total", {
        header: t("bill.total"),
        meta: { width: "7.625rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} />,
      }),
    ],
    [t, nameOf],
  );
  return (
    <Panel flush icon={IconReceipt2} title={t("runs.title")} className={classes.grow}>
      <DataTable
        label={t("runs.title")}
        columns={columns}
        rows={runs}
        onNearEnd={more}
        moreRows={left}
        rowId={(run) => String(run.id)}
        openId={open === undefined ? undefined : String(open)}
        onOpen={onOpen}
        filterable={false}
        error={runs === undefined ? error : null}
        empty={<EmptyState icon={IconReceipt2} title={t("runs.none")} words={t("runs.noneWords")} />}
      />
    </Panel>
  );
}
