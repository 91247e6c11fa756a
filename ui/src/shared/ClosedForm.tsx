import { Radio, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useView } from "@/backend/useView";
import type { AskOutcome, ReversalKind, UndoPreview } from "@/backend/wire";
import { AccountPicker, type PickedAccount } from "./AccountPicker";
import classes from "./ClosedForm.module.css";
import { EffectList } from "./EffectList";
import { useHotkeys } from "./hotkeys";
import { Refusal, sentence } from "./Refusal";
import { TwoPersons } from "./TwoPersons";
import { isSaid, spoken, type Why, WhyFields } from "./WhyFields";
import { useWords } from "./words";

type Way = Exclude<ReversalKind, "bounce">;
/** Each part of a refund the way it came, or all of it as the office decides. */
type BackBy = "came" | "cash" | "bank";
const backBys: BackBy[] = ["came", "cash", "bank"];

type Props = { preview: UndoPreview; payment: number; onCancel: () => void; onOutcome: (outcome: AskOutcome) => void };

/** A payment whose day is closed: which way it is put right, what that does, why, and who else lets it happen. */
export function ClosedForm({ preview, payment, onCancel, onOutcome }: Props) {
  const t = useWords("undo");
  const ways = preview.ways.flatMap((one) => (one.way === "bounce" ? [] : [{ ...one, way: one.way }]));
  const [way, setWay] = useState<Way | null>(null);
  const [backBy, setBackBy] = useState<BackBy>("came");
  const [to, setTo] = useState<PickedAccount | null>(null);
  const [why, setWhy] = useState<Why>({ reason: null, note: "" });
  const choose = (wanted: Way) => {
    if (ways.some((one) => one.way === wanted && one.refused === null)) setWay(wanted);
  };
  useHotkeys([
    { keys: "R", words: t("way.refund"), run: () => choose("refund") },
    { keys: "T", words: t("way.transfer"), run: () => choose("transfer") },
    { keys: "V", words: t("way.reversal"), run: () => choose("reversal") },
  ]);
  const account = to?.account ?? null;
  const complete = way !== null && (way !== "transfer" || account !== null);
  const asked =
    complete && why.reason !== null && isSaid(why)
      ? {
          act: "reverse_payment" as const,
          input: {
            payment,
            way,
            to: way === "transfer" ? account : null,
            back_by: sent(way, backBy),
            reason: why.reason,
            note: why.note.trim(),
          },
        }
      : null;
  return (
    <TwoPersons asked={asked} reason={spoken(why, t)} secondLook={preview.second_look} onCancel={onCancel} onOutcome={onOutcome}>
      <Radio.Group label={t("way.title")} value={way} onChange={(value) => choose(ways.find((one) => one.way === value)?.way ?? "refund")}>
        <div className={classes.ways}>
          {ways.map((one, index) => (
            <Radio
              key={one.way}
              value={one.way}
              disabled={one.refused !== null}
              label={`${keysOf[one.way]}  ${t(`way.${one.way}`)}`}
              description={one.refused ? sentence(one.refused.message) : t(`way.words.${one.way}`)}
              autoFocus={index === 0}
              data-autofocus={index === 0 || undefined}
            />
          ))}
        </div>
      </Radio.Group>
      {way === "refund" && (
        <SegmentedControl
          aria-label={t("way.backBy")}
          value={backBy}
          onChange={(value) => setBackBy(backBys.find((one) => one === value) ?? "came")}
          data={backBys.map((one) => ({ value: one, label: t(`way.back.${one}`) }))}
        />
      )}
      {way === "transfer" && (
        <div>
          <AccountPicker label={t("way.to")} autoFocus picked={to} onPicked={setTo} />
          {to === null && <p role="status">{t("way.toWords")}</p>}
        </div>
      )}
      {complete && <WhatWay payment={payment} way={way} to={account} backBy={backBy} />}
      <WhyFields why={why} onWhy={setWhy} />
    </TwoPersons>
  );
}

const keysOf: Record<Way, string> = { refund: "R", transfer: "T", reversal: "V" };

const sent = (way: Way, backBy: BackBy) => (way === "refund" && backBy !== "came" ? backBy : null);

type WhatProps = { payment: number; way: Way; to: number | null; backBy: BackBy };

/** What this way would do, before anybody is asked. */
function WhatWay({ payment, way, to, backBy }: WhatProps) {
  const preview = useView("preview_reversal", {
    payment,
    way,
    to: way === "transfer" ? to : null,
    back_by: sent(way, backBy),
  });
  return (
    <>
      <Refusal error={preview.error ?? (preview.data?.refused ? { ...preview.data.refused, reference: "" } : null)} />
      {preview.data && <EffectList effects={preview.data.effects} />}
    </>
  );
}
