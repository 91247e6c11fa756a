import { Button } from "@mantine/core";
import { useState } from "react";
import type { GridRow, RowVerdict } from "@/backend/wire";
import { CheckWords } from "@/shared/CheckWords";
import type { TypedReading } from "@/shared/reading";
import { ReasonPicker } from "@/shared/ReasonPicker";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./MeteringPage.module.css";

type Props = {
  row: GridRow;
  typed: TypedReading;
  verdict: RowVerdict;
  onClose: () => void;
  onKeep: (typed: TypedReading) => void;
};

/** Why a row of the grid is right in spite of its doubts. */
export function ReasonSheet({ row, typed, verdict, onClose, onKeep }: Props) {
  const t = useWords("metering");
  const [reason, setReason] = useState("");
  const [rolledOver, setRolledOver] = useState(typed.rolledOver);
  const ready = reason !== "" && (!verdict.needs_word || rolledOver !== null);
  return (
    <Sheet opened onClose={onClose} title={t("reason.which", { number: row.number, value: verdict.value })} size="32rem">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onKeep({ ...typed, reason, rolledOver });
        }}
      >
        <CheckWords verdict={verdict} wrap />
        <ReasonPicker
          onReason={setReason}
          needsWord={verdict.needs_word || typed.rolledOver !== null}
          rolledOver={rolledOver}
          onRolledOver={setRolledOver}
        />
        <p className={classes.quiet}>{t("reason.words")}</p>
        <div className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" disabled={!ready}>
            {t("reason.keep")}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
