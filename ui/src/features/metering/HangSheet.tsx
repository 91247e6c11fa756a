import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { MeteredAccount, MeterView, ReadingKind, Remark } from "@/backend/wire";
import { DayField } from "@/shared/DayField";
import { FigureInput } from "@/shared/FigureInput";
import { isFigure } from "@/shared/reading";
import { Refusal } from "@/shared/Refusal";
import { RolledOver } from "@/shared/RolledOver";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./MeteringPage.module.css";
import { likeThoseOf, NewRegisters } from "./NewRegisters";
import { hasDigits, isSaid } from "./RegisterFields";
import { Registers } from "./Registers";

const remarks: Remark[] = ["working", "breakdown", "no_meter"];
const kinds: ReadingKind[] = ["actual", "provisional"];

type Props = {
  act: "install" | "exchange" | "remove";
  account: MeteredAccount;
  meter: MeterView | null;
  onClose: () => void;
};

/** A meter is hung, exchanged or taken off: the last reading of the old one, the first of the new, the same day. */
export function HangSheet({ act, account, meter, onClose }: Props) {
  const t = useWords("metering");
  const install = useCommand("install_meter");
  const exchange = useCommand("exchange_meter");
  const remove = useCommand("remove_meter");
  const [on, setOn] = useState(account.today);
  const [reason, setReason] = useState("");
  const [last, setLast] = useState<Record<number, string>>({});
  const [remark, setRemark] = useState<Remark>("working");
  const [kind, setKind] = useState<ReadingKind>("actual");
  const [accept, setAccept] = useState("");
  const [over, setOver] = useState<Record<number, boolean>>({});
  const [retired, setRetired] = useState(false);
  const [number, setNumber] = useState(account.meter !== "" && act === "install" ? account.meter : "");
  const [fresh, setFresh] = useState(() => likeThoseOf(act === "exchange" ? meter : null));
  const [first, setFirst] = useState<Record<number, string>>({});
  const typed = number.trim();
  // Looked up with each letter: who types on quickly must not come to a button that still waits.
  const line = useView("life_line", { number: typed }, { enabled: act !== "remove" && typed !== "" });
  const looked = !line.isFetching;
  // A meter that the book knows keeps what is on record: only what it shows now is asked for.
  const known = looked && line.data?.meter && line.data.meter.id !== null ? line.data.meter : null;
  const shows = known
    ? known.registers.map(({ register }) => ({ register, value: first[register] ?? "" }))
    : fresh.map((one) => ({ register: one.register, value: one.first }));

  const error = install.error ?? exchange.error ?? remove.error;
  const busy = install.isPending || exchange.isPending || remove.isPending;
  const needsNew = act !== "remove";
  const figures = [...Object.values(last), ...Object.values(first), ...fresh.map((one) => one.first)];
  // Of a meter that works somebody has read it: only one that nobody could read is estimated.
  const olds = meter?.registers ?? [];
  const works = remark === "working";
  const isRead = act === "install" || !works || olds.every(({ register }) => (last[register] ?? "") !== "");
  const ready = on !== "" && reason.trim() !== "" && isRead && figures.every(isFigure) && (!needsNew || (typed !== "" && looked && shows.every((one) => one.value !== "") && (known !== null || fresh.every(isSaid))));
  const old = {
    values: olds.map(({ register }) => ({ register, value: last[register] ?? "", rolled_over: over[register] ?? null })),
    remark,
    // Of a meter that works what it shows is what was read.
    kind: works ? ("actual" as const) : kind,
    accept: accept.trim() === "" ? null : accept.trim(),
    retired,
  };
  const hung = {
    number: typed,
    registers: known
      ? []
      : fresh.filter(hasDigits).map(({ register, band, digits, multiplier, unit }) => ({ register, band: band.trim(), digits, multiplier, unit: unit.trim() })),
    values: shows,
  };
  const submit = () => {
    const head = { account: account.id, version: account.version, on, reason: reason.trim() };
    const done = { onSuccess: onClose };
    if (act === "install") install.mutate({ ...head, meter: hung }, done);
    else if (act === "exchange") exchange.mutate({ ...head, old, new: hung }, done);
    else remove.mutate({ ...head, old }, done);
  };

  // Where something is asked, which of the registers that show less than before ran through zero.
  const less = olds.filter((one) => (last[one.register] ?? "") !== "" && Number(last[one.register]) < Number(one.last_value));
  const fell = less.length > 0 ? less : olds;
  const asks = error?.code === "needs_reason" || Object.keys(over).length > 0;

  return (
    <Sheet opened onClose={onClose} title={t(`hang.${act}Title`, { number: account.number })} size="36rem">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) submit();
        }}
      >
        {act !== "install" && meter && (
          <fieldset className={classes.part}>
            <legend>{t("hang.old", { meter: meter.number })}</legend>
            {meter.registers.map((one, at) => (
              <FigureInput
                key={one.register}
                required={works}
                data-autofocus={at === 0 || undefined}
                label={meter.registers.length > 1 ? t("hang.oldValueOf", { n: one.register }) : t("hang.oldValue")}
                description={t(works ? "hang.oldHint" : "hang.oldHintUnread", { value: one.last_value || t("grid.never") })}
                value={last[one.register] ?? ""}
                onFigure={(value) => {
                  setLast({ ...last, [one.register]: value });
                  // What was said of another figure says nothing of this one.
                  setOver(Object.fromEntries(Object.entries(over).filter(([n]) => Number(n) !== one.register)));
                }}
              />
            ))}
            <div className={classes.pair}>
              <NativeSelect
                label={t("sheet.remark")}
                value={remark}
                data={remarks.map((one) => ({ value: one, label: t(`remark.${one}`) }))}
                onChange={(event) => setRemark(remarks.find((one) => one === event.currentTarget.value) ?? "working")}
              />
              <TextInput label={t("hang.accept")} description={t("hang.acceptHint")} value={accept} onChange={(event) => setAccept(event.currentTarget.value)} />
            </div>
            {remark !== "working" && (
              <NativeSelect
                label={t("hang.kind")}
                description={t("hang.kindHint")}
                value={kind}
                data={kinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
                onChange={(event) => setKind(kinds.find((one) => one === event.currentTarget.value) ?? "actual")}
              />
            )}
            {asks &&
              fell.map((one, at) => (
                <RolledOver
                  key={one.register}
                  register={meter.registers.length > 1 ? one.register : null}
                  byKey={at === 0}
                  rolledOver={over[one.register] ?? null}
                  onRolledOver={(said) => setOver({ ...over, [one.register]: said })}
                />
              ))}
            <Checkbox label={t("hang.retired")} checked={retired} onChange={(event) => setRetired(event.currentTarget.checked)} />
          </fieldset>
        )}
        {needsNew && (
          <fieldset className={classes.part}>
            <legend>{t("hang.new")}</legend>
            <TextInput
              required
              data-autofocus={act === "install" || undefined}
              autoComplete="off"
              label={t("hang.number")}
              value={number}
              onChange={(event) => setNumber(event.currentTarget.value)}
            />
            {known ? (
              <>
                <div className={classes.pair}>
                  {shows.map((one) => (
                    <FigureInput
                      key={one.register}
                      required
                      label={shows.length > 1 ? t("hang.firstOf", { n: one.register }) : t("hang.first")}
                      value={one.value}
                      onFigure={(value) => setFirst({ ...first, [one.register]: value })}
                    />
                  ))}
                </div>
                <div role="status">
                  <p>{t("hang.known")}</p>
                  <Registers meter={known} />
                </div>
              </>
            ) : (
              <NewRegisters registers={fresh} onRegisters={setFresh} />
            )}
          </fieldset>
        )}
        <div className={classes.pair}>
          <DayField required label={t("hang.on")} max={account.today} value={on} onChange={setOn} />
          <TextInput required label={t("hang.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        </div>
        <Refusal error={error} />
        <div className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" disabled={!ready} loading={busy}>
            {t(`hang.${act}`)}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
