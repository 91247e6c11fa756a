import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconBuildingBank } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import type { DayState, DepositView } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import type { TypedAmount } from "@/shared/amounts";
import { CashCount } from "@/shared/CashCount";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { allRead, asPieces, type Counts, worth } from "@/shared/pieces";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { useMay } from "@/shared/session";
import { TwoPersons } from "@/shared/TwoPersons";
import { useWords } from "@/shared/words";
import { isSaid, noWhy, spoken, VarianceFields } from "@/shared/VarianceFields";
import classes from "./DayPage.module.css";
import { useMostFirst } from "./mostFirst";
import { TakeBackSheet } from "./TakeBackSheet";

/** What the Z reports left for the bank, and the slip for it. */
export function DepositPanel({ day }: { day: DayState }) {
  const t = useWords("day");
  const tShift = useWords("shift");
  const may = useMay("pay in at the bank");
  const [requestId, setRequestId] = useState(newRequestId);
  const [bank, setBank] = useState("");
  const [why, setWhy] = useState(noWhy);
  const [counts, setCounts] = useState<Counts>(new Map());
  const [keep, setKeep] = useState<TypedAmount>(null);
  const make = useCommand("make_deposit_slip");
  const mostFirst = useMostFirst(day);
  const button = useRef<HTMLButtonElement>(null);
  const [taking, setTaking] = useState<DepositView | null>(null);
  // What a later slip paid in begins where this one ended: the newest goes back first.
  const newest = day.deposits.filter((slip) => slip.kind === "cash" && !slip.taken_back).at(-1);
  const print = useMutation({
    mutationFn: (slip: number) => asked(host().openDocument({ kind: "deposit_slip", slip, format: "pdf" })),
  });
  // Only what was counted is paid in: what is expected is no count.
  const counted = allRead(counts) && worth(counts) > 0;
  const stays = typeof keep === "number" ? keep : day.stays;
  const keepsMore = stays > day.stays;
  // Where drawers have drawn what others dropped that are still open, less than nothing lies there by the Z reports.
  const lies = Math.max(0, day.in_safe);
  const expected = Math.max(0, lies - stays);
  const sayable = expected > 0 && counted && keep !== "unreadable" && !keepsMore;
  const ready = may && sayable && !make.isPending;
  const done = () => {
    setCounts(new Map());
    setKeep(null);
  };
  const submit = () => {
    if (!ready) return;
    make.mutate(
      { request_id: requestId, bank: bank.trim() || undefined, pieces: asPieces(counts), keep: keep ?? undefined },
      {
        onSuccess: done,
        onSettled: () => setRequestId(newRequestId()),
      },
    );
  };
  // The safe holds another sum: somebody else lets that pass, or, where nobody else could, a second look follows.
  const differs = make.error?.code === "needs_approval";
  const off = Math.abs(worth(counts) - expected);
  useHotkeys(may ? [{ keys: "F9", words: t("deposit.act"), run: submit, ready }] : []);
  return (
    <Panel icon={IconBuildingBank} title={t("deposit.title")}>
      <div className={classes.fields}>
        <p>
          {t("deposit.waits")} <Money minor={expected} size="large" />
        </p>
        {(day.safe_fund > 0 || day.stays > 0) && (
          <dl className={classes.facts}>
            <div>
              <dt>{t("deposit.inSafe")}</dt>
              <dd>
                <Money minor={lies} />
              </dd>
            </div>
            <div>
              <dt>{t("deposit.stays")}</dt>
              <dd>
                <Money minor={lies - expected} />
              </dd>
            </div>
          </dl>
        )}
        {may && day.in_safe > 0 && (day.to_bank > 0 || day.stays > 0) && (
          <>
            {day.stays > 0 && (
              <AmountInput
                label={t("deposit.keep")}
                description={t("deposit.keepWords")}
                placeholder={t("deposit.keepUsual")}
                error={keepsMore ? t("deposit.keepsMore") : undefined}
                minor={keep}
                onAmount={setKeep}
              />
            )}
            {day.stays > 0 && expected === 0 && !keepsMore && (
              <p className={classes.asked} role="status">
                {t("deposit.allStays")}
              </p>
            )}
            <TextInput label={t("deposit.bank")} value={bank} onChange={(event) => setBank(event.currentTarget.value)} />
            <p className={classes.quiet}>{t("deposit.count")}</p>
            <CashCount denominations={day.denominations} counts={counts} onCounts={setCounts} onDone={() => button.current?.focus()} />
            <div className={classes.acts}>
              <Button ref={button} disabled={!sayable} loading={make.isPending} rightSection={<KeyHint keys="F9" onBrand />} onClick={submit}>
                {t("deposit.act")}
              </Button>
            </div>
          </>
        )}
        {differs ? (
          <>
            <p className={classes.asked} role="status">
              {t("deposit.differs")}
            </p>
            <TwoPersons
              asked={
                why.reason === null || !isSaid(why) || !allRead(counts) || keep === "unreadable"
                  ? null
                  : { act: "pay_in_otherwise", input: { bank: bank.trim() || undefined, pieces: asPieces(counts), keep: keep ?? undefined, reason: why.reason, note: why.note.trim() || undefined } }
              }
              reason={spoken(why, tShift)}
              secondLook={mostFirst("variance", off)}
              onCancel={() => make.reset()}
              onOutcome={() => {
                make.reset();
                done();
                setWhy(noWhy);
              }}
            >
              <VarianceFields why={why} onWhy={setWhy} />
            </TwoPersons>
          </>
        ) : (
          <Refusal error={make.error} />
        )}
        <Refusal error={print.error} />
        <div className={classes.slips}>
          {day.deposits.map((slip) => (
            <div key={slip.id}>
              <strong>{slip.number}</strong>
              <span>
                <Money minor={slip.amount} />
                {slip.taken_back && ` · ${t("deposit.takenBack")}`}
              </span>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t("deposit.printSlip", { number: slip.number })}
                onClick={() => print.mutate(slip.id)}
              >
                {t("drawers.print")}
              </Button>
              {may && slip.id === newest?.id && (
                <Button size="compact-xs" variant="default" aria-label={`${t("deposit.takeBack")} ${slip.number}`} onClick={() => setTaking(slip)}>
                  {t("deposit.takeBack")}
                </Button>
              )}
            </div>
          ))}
        </div>
      </div>
      {taking && (
        <TakeBackSheet
          title={t("deposit.takeBackSlip", { number: taking.number })}
          words={t("deposit.takeBackWords")}
          label={t("deposit.takeBackReason")}
          act={(reason) => ({ act: "take_deposit_back", input: { slip: taking.id, reason } })}
          secondLook={mostFirst("reversal", taking.amount)}
          onClose={() => setTaking(null)}
        />
      )}
    </Panel>
  );
}
