import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconCalculator } from "@tabler/icons-react";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { CountView, DrawerView, OwnShift, ZReportView } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import type { TypedAmount } from "@/shared/amounts";
import { focusInFront } from "@/shared/focus";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { useWords } from "@/shared/words";
import { AllowVariance } from "./AllowVariance";
import { CountSheet } from "./CountSheet";
import { isSaid, noWhy, VarianceFields } from "@/shared/VarianceFields";
import classes from "./ShiftPage.module.css";

/** After a count: counted again when it differs, let pass by somebody when it still does, then closed or handed over. */
export function CountPanel({ own, drawer, onEnded }: { own: OwnShift; drawer: DrawerView; onEnded?: (z: ZReportView) => void }) {
  const t = useWords("shift");
  const [counting, setCounting] = useState(false);
  const count = own.count;
  const again = count?.next === "count_again";
  useHotkeys(again ? [{ keys: "F8", words: t("count.again2"), run: () => setCounting(true) }] : []);
  if (!count) return null;
  return (
    <Panel icon={IconCalculator} title={t("counted.title", { number: own.shift.number })}>
      <div className={classes.fields}>
        <Counted count={count} />
        {again ? (
          <>
            <p className={classes.asked} role="status">
              {t("counted.differs")}
            </p>
            <div className={classes.acts}>
              <Button rightSection={<KeyHint keys="F8" onBrand />} onClick={() => setCounting(true)}>
                {t("count.again2")}
              </Button>
            </div>
          </>
        ) : count.next === "explain_and_allow" || count.next === "waits" ? (
          <AllowVariance own={own} count={count} />
        ) : (
          <CloseForm own={own} count={count} drawer={drawer} onEnded={onEnded} />
        )}
      </div>
      {counting && <CountSheet own={own} denominations={drawer.denominations} onClose={() => setCounting(false)} />}
    </Panel>
  );
}

function Counted({ count }: { count: CountView }) {
  const t = useWords("shift");
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t("counted.method")}</th>
          <th scope="col" data-right>
            {t("counted.counted")}
          </th>
          <th scope="col" data-right>
            {t("counted.expected")}
          </th>
          <th scope="col" data-right>
            {t("counted.variance")}
          </th>
        </tr>
      </thead>
      <tbody>
        {count.tenders.map((one) => (
          <tr key={one.method}>
            <th scope="row">{t(`shared:method.${one.method}`)}</th>
            <td data-right>
              <Money minor={one.counted} />
            </td>
            <td data-right>{one.expected === null ? t("counted.hidden") : <Money minor={one.expected} />}</td>
            <td data-right>{one.variance === null ? "" : <Money minor={one.variance} quietZero />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type CloseProps = { own: OwnShift; count: CountView; drawer: DrawerView; onEnded: ((z: ZReportView) => void) | undefined };

function CloseForm({ own, count, drawer, onEnded }: CloseProps) {
  const t = useWords("shift");
  const [requestId, setRequestId] = useState(newRequestId);
  const [to, setTo] = useState("");
  const [keep, setKeep] = useState<TypedAmount>(Math.min(own.shift.float, own.may_keep, count.cash));
  const [keepReason, setKeepReason] = useState("");
  const [why, setWhy] = useState(noWhy);
  const close = useCommand("close_shift");
  const explains = count.next === "explain";
  const keepsMore = to === "" && typeof keep === "number" && keep > own.may_keep;
  const ready = (!explains || isSaid(why)) && (to !== "" || typeof keep === "number") && (!keepsMore || keepReason.trim() !== "");
  const submit = () => {
    if (!ready || close.isPending) return;
    close.mutate(
      {
        request_id: requestId,
        shift: own.shift.id,
        keep: to === "" && typeof keep === "number" ? keep : null,
        keep_reason: keepsMore ? keepReason.trim() : null,
        hand_over_to: to === "" ? null : Number(to),
        reason: explains ? why.reason : null,
        note: why.note.trim() || undefined,
      },
      { onSuccess: ({ z }) => z && onEnded?.(z), onError: () => setRequestId(newRequestId()) },
    );
  };
  useHotkeys([{ keys: "F8", words: t("close.submit"), run: submit, ready }]);
  return (
    <form
      className={classes.fields}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {/* In no button: whoever strikes Enter once too often after the count would end the shift by it, for good. */}
      <NativeSelect
        ref={explains ? undefined : focusInFront}
        label={t("close.where")}
        description={t("close.whereWords")}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        data={[
          { value: "", label: t("close.safe") },
          ...drawer.people.map((one) => ({ value: String(one.id), label: t("close.to", { name: one.name }) })),
        ]}
      />
      {to === "" && <AmountInput label={t("close.keep")} description={t("close.keepWords")} minor={keep} onAmount={setKeep} />}
      {keepsMore && (
        <TextInput required label={t("close.keepReason")} description={t("close.keepReasonWords")} value={keepReason} onChange={(event) => setKeepReason(event.currentTarget.value)} />
      )}
      {count.asked && count.asked.decided_by !== "" && (
        <p role="status">{t("allow.allowed", { name: count.asked.decided_by })}</p>
      )}
      {count.asked?.state === "second_look" && <p role="status">{t("allow.first")}</p>}
      {explains && <VarianceFields why={why} onWhy={setWhy} />}
      <Refusal error={close.error} />
      <div className={classes.acts}>
        <Button type="submit" disabled={!ready} loading={close.isPending} rightSection={<KeyHint keys="F8" onBrand />}>
          {t(to === "" ? "close.submit" : "close.handOver")}
        </Button>
      </div>
    </form>
  );
}
