import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { Method, OwnShift } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import type { TypedAmount } from "@/shared/amounts";
import { CashCount } from "@/shared/CashCount";
import { focusNext } from "@/shared/focus";
import { Foot } from "@/shared/Foot";
import { allRead, asPieces, type Counts } from "@/shared/pieces";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./ShiftPage.module.css";

const others: Method[] = ["cheque", "card", "upi", "bank"];

type Props = { own: OwnShift; denominations: readonly number[]; onClose: () => void };

/** The count, blind: notes and coins, and the sum of what else lies in the drawer. */
export function CountSheet({ own, denominations, onClose }: Props) {
  const t = useWords("shift");
  const [requestId, setRequestId] = useState(newRequestId);
  const [counts, setCounts] = useState<Counts>(new Map());
  const [sums, setSums] = useState<ReadonlyMap<Method, TypedAmount>>(new Map());
  // A count without a note or coin ends the day's money as any other does: it is asked about once.
  const [asked, setAsked] = useState(false);
  const count = useCommand("count_shift");
  const form = useRef<HTMLFormElement>(null);
  // Which ways of paying were used is no secret, what they come to is.
  const used = others.filter((method) => own.tenders.some((one) => one.method === method && one.count > 0));
  const again = own.count !== null;
  // A sum that nobody has typed is no sum: of two counts none is spent on what was forgotten.
  const tenders = used.flatMap((method) => {
    const amount = sums.get(method);
    return typeof amount === "number" ? [{ method, amount }] : [];
  });
  const ready = allRead(counts) && tenders.length === used.length;
  const submit = () => {
    if (count.isPending || !ready) return;
    if (asPieces(counts).length === 0 && !asked) {
      setAsked(true);
      form.current?.querySelector("input")?.focus();
      return;
    }
    count.mutate(
      { request_id: requestId, shift: own.shift.id, pieces: asPieces(counts), tenders },
      { onSuccess: onClose, onError: () => setRequestId(newRequestId()) },
    );
  };
  const counted = (next: Counts) => {
    setCounts(next);
    setAsked(false);
  };
  return (
    <Sheet opened onClose={onClose} title={t(again ? "count.again" : "count.title", { number: own.shift.number })} size="34rem">
      <form
        ref={form}
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className={classes.quiet}>{t(again ? "count.againWords" : "count.words")}</p>
        <CashCount autoFocus denominations={denominations} counts={counts} onCounts={counted} onDone={() => focusNext(form.current)} />
        {used.length > 0 && <p className={classes.quiet}>{t("count.sums")}</p>}
        <div className={classes.sums}>
          {used.map((method) => (
            <AmountInput
              key={method}
              label={t("count.sumOf", { method: t(`shared:method.${method}`) })}
              minor={sums.get(method) ?? null}
              onAmount={(minor) => setSums(new Map(sums).set(method, minor))}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return;
                event.preventDefault();
                focusNext(form.current);
              }}
            />
          ))}
        </div>
        <Foot error={count.error} note={asked && t("count.empty")}>
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" disabled={!ready} loading={count.isPending}>
            {t(asked ? "count.isEmpty" : "count.submit")}
          </Button>
        </Foot>
      </form>
    </Sheet>
  );
}
