import { Button, Group, SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { OrderOutcome, OrderView } from "@/backend/wire";
import { showMoney, useCurrency } from "@/shared/amounts";
import { focusInFront } from "@/shared/focus";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";

const outcomes: OrderOutcome[] = ["done", "failed"];

type Props = {
  order: OrderView;
  onClose: () => void;
  onWithdraw: (() => void) | null;
  onAccount: () => void;
};

/** What the crew says: done with the meter's reading, or why it could not be done. Enter moves on. An order to bring a supply
    back can be taken back from here, too. Of an order to cut that was stopped there is one thing to say: it was cut before. */
export function WorkSheet({ order, onClose, onWithdraw, onAccount }: Props) {
  const t = useWords("arrears");
  const currency = useCurrency();
  const work = useCommand("work_order");
  const [requestId] = useState(newRequestId);
  const [outcome, setOutcome] = useState<OrderOutcome>("done");
  const line = useView("life_line", { account: order.account });
  const [first, ...others] = line.data?.meter?.registers ?? [];
  const several = others.length > 0;
  const [reading, setReading] = useState("");
  const [each, setEach] = useState<Record<number, string>>({});
  const [note, setNote] = useState("");
  const failed = outcome === "failed";
  const late = order.state === "stopped";
  return (
    <Sheet opened onClose={onClose} size="34rem" title={t(late ? "work.allTheSame.title" : `work.${order.kind}`, { account: order.account_number })}>
      {work.data ? (
        <div role="status" className={classes.fields}>
          <p>{t(late ? "work.allTheSame.done" : work.data.state === "failed" ? "work.again" : `work.done.${order.kind}`)}</p>
          {work.data.fee > 0 && (
            <p>{t("work.fee", { amount: showMoney(work.data.fee, currency), number: work.data.fee_number })}</p>
          )}
          {work.data.not_read && <p>{t("work.notRead", { why: work.data.not_read })}</p>}
          <Group justify="flex-end">
            <Button ref={focusInFront} onClick={onClose}>
              {t("shared:close")}
            </Button>
          </Group>
        </div>
      ) : (
        <form
          className={classes.fields}
          onSubmit={(event) => {
            event.preventDefault();
            work.mutate({
              request_id: requestId,
              order: order.id,
              version: order.version,
              outcome,
              reading: several ? undefined : reading.trim() || undefined,
              readings: several && first ? [{ register: first.register, value: reading.trim() }, ...others.map(({ register }) => ({ register, value: (each[register] ?? "").trim() }))] : undefined,
              note: note.trim() || undefined,
              all_the_same: late || undefined,
            });
          }}
        >
          <p className={classes.quiet}>
            {order.name} · {order.address}
          </p>
          {late ? (
            <p>{t("work.allTheSame.words")}</p>
          ) : (
            <SegmentedControl
              aria-label={t("work.outcome")}
              value={outcome}
              onChange={(value) => setOutcome(outcomes.find((one) => one === value) ?? outcome)}
              data={outcomes.map((one) => ({ value: one, label: t(`work.${one}Label`) }))}
            />
          )}
          <TextInput
            data-autofocus
            inputMode="decimal"
            label={several && first ? t("work.readingOf", { n: first.register, band: first.band }) : t("work.reading")}
            value={reading}
            onChange={(event) => setReading(event.currentTarget.value)}
          />
          {others.map(({ register, band }) => (
            <TextInput
              key={register}
              inputMode="decimal"
              label={t("work.readingOf", { n: register, band })}
              value={each[register] ?? ""}
              onChange={(event) => {
                const value = event.currentTarget.value;
                setEach((before) => ({ ...before, [register]: value }));
              }}
            />
          ))}
          <TextInput
            required={failed}
            label={failed ? t("work.why") : t("work.note")}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Refusal error={work.error} />
          <Group justify="flex-end" gap="xs">
            {onWithdraw && <Withdraw onWithdraw={onWithdraw} />}
            {late && (
              <Button variant="subtle" onClick={onAccount}>
                {t("work.allTheSame.account")}
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" loading={work.isPending} disabled={failed && note.trim() === ""}>
              {late ? t("work.allTheSame.submit") : failed ? t("work.submitFailed") : t(`work.submit.${order.kind}`)}
            </Button>
          </Group>
        </form>
      )}
    </Sheet>
  );
}

/** Inside the sheet, so that its key answers while the sheet stands in front. */
function Withdraw({ onWithdraw }: { onWithdraw: () => void }) {
  const t = useWords("arrears");
  useHotkeys([{ keys: "F8", words: t("withdraw.open"), run: onWithdraw }]);
  return (
    <Button variant="subtle" color="red" rightSection={<KeyHint keys="F8" />} onClick={onWithdraw}>
      {t("withdraw.open")}
    </Button>
  );
}
