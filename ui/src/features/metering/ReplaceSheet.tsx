import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { ReadingKind, ReadingView, Remark } from "@/backend/wire";
import { showDay } from "@/shared/days";
import { FigureInput } from "@/shared/FigureInput";
import { isFigure } from "@/shared/reading";
import { Refusal } from "@/shared/Refusal";
import { RolledOver } from "@/shared/RolledOver";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./MeteringPage.module.css";

const kinds: ReadingKind[] = ["actual", "customer", "provisional", "estimated"];
const remarks: Remark[] = ["working", "locked", "breakdown", "no_meter", "reset"];

/** A wrong reading gets a right one beside it; the wrong one stays in the book. */
export function ReplaceSheet({ reading, onClose }: { reading: ReadingView; onClose: () => void }) {
  const t = useWords("metering");
  const replace = useCommand("replace_reading");
  const [value, setValue] = useState("");
  const [kind, setKind] = useState<ReadingKind>(reading.kind);
  const [remark, setRemark] = useState<Remark>(reading.remark);
  const [reason, setReason] = useState("");
  const [over, setOver] = useState<boolean | null>(null);
  const ready = value !== "" && isFigure(value) && reason.trim() !== "";
  return (
    <Sheet opened onClose={onClose} title={t("replacing.title", { day: showDay(reading.on) })}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          replace.mutate(
            { reading: reading.id, value, kind, remark, rolled_over: over, reason: reason.trim() },
            { onSuccess: onClose },
          );
        }}
      >
        <p className={classes.quiet}>{t("replacing.was", { value: reading.value })}</p>
        <FigureInput data-autofocus label={t("replacing.value")} value={value} onFigure={setValue} />
        <div className={classes.pair}>
          <NativeSelect
            label={t("replacing.kind")}
            value={kind}
            data={kinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
            onChange={(event) => setKind(kinds.find((one) => one === event.currentTarget.value) ?? reading.kind)}
          />
          <NativeSelect
            label={t("replacing.remark")}
            value={remark}
            data={remarks.map((one) => ({ value: one, label: t(`remark.${one}`) }))}
            onChange={(event) => setRemark(remarks.find((one) => one === event.currentTarget.value) ?? reading.remark)}
          />
        </div>
        <TextInput required label={t("replacing.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Refusal error={replace.error} />
        {(replace.error?.code === "needs_reason" || over !== null) && <RolledOver rolledOver={over} onRolledOver={setOver} />}
        <div className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" disabled={!ready} loading={replace.isPending}>
            {t("replacing.submit")}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
