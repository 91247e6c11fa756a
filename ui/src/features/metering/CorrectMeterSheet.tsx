import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { MeteredAccount, MeterView, RightRegister } from "@/backend/wire";
import { BilledBefore } from "@/shared/BilledBefore";
import { focusInFront } from "@/shared/focus";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./MeteringPage.module.css";
import { hasDigits, isSaid, type RegisterBy, RegisterFields } from "./RegisterFields";

/** A register as it is typed. */
type Typed = RegisterBy & { register: number };

type Props = { account: MeteredAccount; meter: MeterView; onClose: () => void };

/** A meter that was described wrongly is put right where it hangs; what it showed stays, what was used is counted anew. */
export function CorrectMeterSheet({ account, meter, onClose }: Props) {
  const t = useWords("metering");
  const correct = useCommand("correct_meter");
  const [registers, setRegisters] = useState<Typed[]>(() =>
    meter.registers.map(({ register, digits, multiplier, unit }) => ({ register, digits, multiplier, unit })),
  );
  const [reason, setReason] = useState("");
  const several = registers.length > 1;
  const change = (at: number, what: Partial<Typed>) =>
    setRegisters(registers.map((one, place) => (place === at ? { ...one, ...what } : one)));
  const other = registers
    .filter(hasDigits)
    .map((one): RightRegister => ({ ...one, unit: one.unit.trim() }))
    .filter((one) => {
      const was = meter.registers.find((known) => known.register === one.register);
      return was === undefined || one.digits !== was.digits || one.multiplier !== was.multiplier || one.unit !== was.unit;
    });
  const typed = registers.every((one) => isSaid(one) && one.unit.trim() !== "");
  const would = useView("preview_meter_correction", { account: account.id, registers: other }, { enabled: other.length > 0 && typed && !correct.data, keep: true });
  const ready = other.length > 0 && typed && reason.trim() !== "" && !would.error;
  if (correct.data) {
    return (
      <Sheet opened onClose={onClose} title={t("right.title", { meter: meter.number })}>
        <div className={classes.form}>
          <p role="status">{t("right.done", { count: correct.data.readings })}</p>
          <BilledBefore billed={correct.data.billed} done />
          <div className={classes.foot}>
            <Button ref={focusInFront} onClick={onClose}>
              {t("shared:close")}
            </Button>
          </div>
        </div>
      </Sheet>
    );
  }
  return (
    <Sheet opened onClose={onClose} title={t("right.title", { meter: meter.number })} size="36rem">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !correct.isPending) correct.mutate({ account: account.id, version: account.version, registers: other, reason: reason.trim() });
        }}
      >
        <p className={classes.quiet}>{t("right.words")}</p>
        {registers.map((one, at) => (
          <div key={one.register} role="group" aria-label={t("hang.registerOf", { n: one.register })} className={classes.part}>
            {several && (
              <strong>
                {t("hang.registerOf", { n: one.register })} {meter.registers[at]?.band}
              </strong>
            )}
            <RegisterFields value={one} first={at === 0} unitRequired unitHint={t("right.unitHint")} onChange={(what) => change(at, what)} />
          </div>
        ))}
        <TextInput required label={t("right.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        {would.error ? (
          <Refusal error={would.error} />
        ) : (
          other.length > 0 &&
          would.data && (
            <section className={classes.part} aria-label={t("right.would")}>
              {would.data.registers.map((one) => (
                <p key={one.register}>{t(several ? "right.countsOf" : "right.counts", { n: one.register, was: one.was, is: one.is })}</p>
              ))}
              <BilledBefore billed={would.data.billed} />
            </section>
          )
        )}
        <Refusal error={correct.error} />
        <div className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" disabled={!ready} loading={correct.isPending}>
            {t("right.submit")}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
