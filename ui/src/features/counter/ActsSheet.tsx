import { Button } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo } from "react";
import { useView } from "@/backend/useView";
import type { StepRef, StepView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { InstantText } from "@/shared/DayText";
import { EmptyState } from "@/shared/EmptyState";
import { Sheet } from "@/shared/Sheet";
import { StateTag, type Tone } from "@/shared/StateTag";
import { useStepWords } from "@/shared/useActWords";
import { useWords } from "@/shared/words";
import classes from "./ActsSheet.module.css";

type Props = { onClose: () => void; onUndo: (target: StepRef) => void; onRedo: (step: number) => void };

const tones: Record<StepView["state"], Tone> = { done: "green", undone: "violet", dropped: "quiet" };
const column = createColumnHelper<StepView>();

/** My own stack, newest first; each line says whether it can still be taken back. */
export function ActsSheet({ onClose, onUndo, onRedo }: Props) {
  const t = useWords("counter");
  const words = useStepWords();
  const acts = useView("my_acts", { limit: 200 });
  const columns = useMemo(
    () => [
      column.accessor("at", {
        header: t("acts.when"),
        meta: { width: "11rem" },
        cell: ({ getValue }) => <InstantText at={getValue()} />,
      }),
      column.accessor((step) => words(step), { id: "what", header: t("acts.what") }),
      column.accessor("state", {
        header: t("acts.state"),
        meta: { width: "8.5rem" },
        cell: ({ getValue }) => <StateTag tone={tones[getValue()]}>{t(`acts.states.${getValue()}`)}</StateTag>,
      }),
      column.display({
        id: "way",
        header: () => <span className="cf-visually-hidden">{t("acts.way")}</span>,
        meta: { width: "7.5rem", right: true },
        cell: ({ row: { original } }) =>
          original.can_undo ? (
            <Button size="compact-sm" variant="default" onClick={() => onUndo({ step: original.step })}>
              {t("acts.undoThis")}
            </Button>
          ) : (
            original.can_redo && (
              <Button size="compact-sm" variant="default" onClick={() => onRedo(original.step)}>
                {t("acts.redoThis")}
              </Button>
            )
          ),
      }),
    ],
    [t, words, onUndo, onRedo],
  );
  return (
    <Sheet opened onClose={onClose} title={t("acts.title")} size="56rem" padding={0} classNames={{ header: classes.head }}>
      <div className={classes.list}>
        <DataTable
          label={t("acts.title")}
          columns={columns}
          rows={acts.data?.steps}
          rowId={(step) => String(step.step)}
          error={acts.error}
          empty={<EmptyState icon={IconHistory} title={t("acts.none")} words={t("acts.noneWords")} />}
        />
      </div>
    </Sheet>
  );
}
