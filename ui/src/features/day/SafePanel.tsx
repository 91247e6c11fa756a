import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { BroughtFrom, BroughtView, DayState, SafeView } from "@/backend/wire";
import { CashCount } from "@/shared/CashCount";
import { focusNext } from "@/shared/focus";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { allRead, asPieces, type Counts, worth } from "@/shared/pieces";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { useMay } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { TwoPersons } from "@/shared/TwoPersons";
import { isSaid, noWhy, spoken, VarianceFields } from "@/shared/VarianceFields";
import { useWords } from "@/shared/words";
import classes from "./DayPage.module.css";
import { upTo, useMostFirst } from "./mostFirst";
import { TakeBackSheet } from "./TakeBackSheet";
import { Waits } from "./Waits";

/** What the safe holds, counted blind; what it had to hold is told with the count. */
export function SafePanel({ day }: { day: DayState }) {
  const t = useWords("day");
  const may = useMay("pay in at the bank");
  const [counting, setCounting] = useState(false);
  const [bringing, setBringing] = useState(false);
  useHotkeys(may ? [{ keys: "F10", words: t("safe.act"), run: () => setCounting(true) }] : []);
  return (
    <Panel icon={IconLock} title={t("safe.title")}>
      <div className={classes.fields}>
        {day.safe ? <Counted count={day.safe} /> : <p className={classes.quiet}>{t("safe.none")}</p>}
        {day.safe_asked && (
          <p className={classes.asked} role="status">
            {t("safe.asked")}
          </p>
        )}
        {day.safe && may && <Next key={day.safe.count} count={day.safe} />}
        <BroughtToday day={day} />
        {may && (
          <div className={classes.acts}>
            <Button variant="default" rightSection={<KeyHint keys="F10" />} onClick={() => setCounting(true)}>
              {t(day.safe ? "safe.again" : "safe.act")}
            </Button>
            <Button variant="default" onClick={() => setBringing(true)}>
              {t("safe.bring")}
            </Button>
          </div>
        )}
      </div>
      {counting && <CountSheet denominations={day.denominations} onClose={() => setCounting(false)} />}
      {bringing && <BringSheet day={day} onClose={() => setBringing(false)} />}
    </Panel>
  );
}

/** What came to the safe from outside today: by which paper, and who says so. */
function BroughtToday({ day }: { day: DayState }) {
  const t = useWords("day");
  const may = useMay("pay in at the bank");
  const [taking, setTaking] = useState<BroughtView | null>(null);
  const brought = useView("brought_today", {}, { every: 15_000 });
  if (brought.error) return <Refusal error={brought.error} />;
  if (!brought.data || brought.data.length === 0) return null;
  return (
    <section aria-label={t("safe.broughtToday")}>
      <p className={classes.quiet}>{t("safe.broughtToday")}</p>
      <ul className={classes.list}>
        {brought.data.map((one) => (
          <li key={one.number}>
            <strong>{one.number}</strong> <Money minor={one.amount} />
            <span className={classes.by}>
              {[t(`safe.source.${one.came_from}`), one.voucher, one.note, one.by, one.taken_back && t("safe.takenBack", { reason: one.taken_back })]
                .filter((part) => part !== "")
                .join(" · ")}
            </span>
            {may && one.taken_back === "" && (
              <Button size="compact-xs" variant="default" aria-label={t("safe.takeBackOf", { number: one.number })} onClick={() => setTaking(one)}>
                {t("safe.takeBack")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {taking && (
        <TakeBackSheet
          title={t("safe.takeBackOf", { number: taking.number })}
          words={t("safe.takeBackWords")}
          label={t("safe.takeBackReason")}
          act={(reason) => ({ act: "take_brought_back", input: { brought: taking.id, reason } })}
          secondLook={upTo(day, taking.amount)}
          onClose={() => setTaking(null)}
        />
      )}
    </section>
  );
}

function Counted({ count }: { count: SafeView }) {
  const t = useWords("day");
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t("safe.counted", { name: count.by })}</dt>
        <dd>
          <Money minor={count.counted} />
        </dd>
      </div>
      <div>
        <dt>{t("safe.expected")}</dt>
        <dd>
          <Money minor={count.expected} />
        </dd>
      </div>
      <div>
        <dt>{t("safe.off")}</dt>
        <dd>
          <Money minor={count.off} />
        </dd>
      </div>
    </dl>
  );
}

/** Why it differs: said by who counts, and above the tolerance let pass by somebody else. */
function Next({ count }: { count: SafeView }) {
  const t = useWords("day");
  const tShift = useWords("shift");
  const [requestId, setRequestId] = useState(newRequestId);
  const [why, setWhy] = useState(noWhy);
  const explain = useCommand("explain_safe");
  const input = why.reason === null || !isSaid(why) ? null : { count: count.count, reason: why.reason, note: why.note.trim() || undefined };
  if (count.next === "waits" && count.own_request !== null) return <OwnRequest request={count.own_request} />;
  if (count.next === "even" || count.next === "explained" || count.next === "waits" || count.next === "moved") {
    return <p role="status">{t(`safe.next.${count.next}`)}</p>;
  }
  if (count.next === "allow") {
    return (
      <TwoPersons asked={input && { act: "allow_safe", input }} reason={spoken(why, tShift)} secondLook={count.second_look}>
        <p className={classes.asked} role="status">
          {t("safe.differs")}
        </p>
        <VarianceFields why={why} onWhy={setWhy} />
      </TwoPersons>
    );
  }
  return (
    <form
      className={classes.fields}
      onSubmit={(event) => {
        event.preventDefault();
        if (input) explain.mutate({ request_id: requestId, ...input }, { onError: () => setRequestId(newRequestId()) });
      }}
    >
      <VarianceFields why={why} onWhy={setWhy} />
      <Refusal error={explain.error} />
      <div className={classes.acts}>
        <Button type="submit" disabled={!input} loading={explain.isPending}>
          {t("safe.explain")}
        </Button>
      </div>
    </form>
  );
}

/** It waits for somebody else's word by one's own request. Taken back, it can be let pass another way. */
function OwnRequest({ request }: { request: number }) {
  const t = useWords("day");
  const withdraw = useCommand("withdraw_approval");
  return (
    <>
      <p role="status">{t("safe.ownWaits", { number: request })}</p>
      <Refusal error={withdraw.error} />
      <div className={classes.acts}>
        <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate({ approval: request })}>
          {t("safe.withdraw")}
        </Button>
      </div>
    </>
  );
}

const sources: BroughtFrom[] = ["bank", "head_office"];

/** Cash from outside the office that is put into the safe, which two persons say: the fund that it keeps there begins so. */
function BringSheet({ day, onClose }: { day: DayState; onClose: () => void }) {
  const t = useWords("day");
  const [counts, setCounts] = useState<Counts>(new Map());
  const [from, setFrom] = useState<BroughtFrom>("bank");
  const [voucher, setVoucher] = useState("");
  const [note, setNote] = useState("");
  const [waits, setWaits] = useState(false);
  const pieces = useRef<HTMLDivElement>(null);
  const mostFirst = useMostFirst(day);
  const paper = voucher.trim();
  const ready = allRead(counts) && worth(counts) > 0 && paper !== "";
  const input = { pieces: asPieces(counts), came_from: from, voucher: paper, note: note.trim() || undefined };
  return (
    <Sheet opened onClose={onClose} title={t("safe.bringTitle")} size="34rem">
      {waits ? (
        <Waits words={t("safe.bringAsked")} onClose={onClose} />
      ) : (
        <TwoPersons
          asked={ready ? { act: "bring_to_safe", input } : null}
          reason={[t(`safe.source.${from}`), paper].filter((part) => part !== "").join(" · ")}
          secondLook={mostFirst("safe_in", worth(counts))}
          onCancel={onClose}
          onOutcome={(outcome) => (outcome.done ? onClose() : setWaits(true))}
        >
          <p>{t("safe.bringWords")}</p>
          <NativeSelect
            data-autofocus
            label={t("safe.from")}
            value={from}
            onChange={(event) => setFrom(sources.find((one) => one === event.currentTarget.value) ?? from)}
            data={sources.map((one) => ({ value: one, label: t(`safe.source.${one}`) }))}
          />
          <TextInput required label={t("safe.voucher")} description={t("safe.voucherWords")} value={voucher} onChange={(event) => setVoucher(event.currentTarget.value)} />
          <TextInput label={t("safe.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <div ref={pieces}>
            <CashCount
              denominations={day.denominations}
              counts={counts}
              onCounts={setCounts}
              onDone={() => focusNext(pieces.current?.closest("form") ?? null)}
            />
          </div>
        </TwoPersons>
      )}
    </Sheet>
  );
}

function CountSheet({ denominations, onClose }: { denominations: number[]; onClose: () => void }) {
  const t = useWords("day");
  const [requestId, setRequestId] = useState(newRequestId);
  const [counts, setCounts] = useState<Counts>(new Map());
  // A count without a note or coin stands among the gravest things of the month: it is asked about once.
  const [empty, setEmpty] = useState(false);
  const count = useCommand("count_safe");
  const form = useRef<HTMLFormElement>(null);
  const ready = allRead(counts) && !count.isPending;
  return (
    <Sheet opened onClose={onClose} title={t("safe.sheet")} size="34rem">
      <form
        ref={form}
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          if (asPieces(counts).length === 0 && !empty) {
            setEmpty(true);
            form.current?.querySelector("input")?.focus();
            return;
          }
          count.mutate({ request_id: requestId, pieces: asPieces(counts) }, { onSuccess: onClose, onError: () => setRequestId(newRequestId()) });
        }}
      >
        <p>{t("safe.words")}</p>
        <CashCount
          denominations={denominations}
          counts={counts}
          onCounts={(next) => {
            setCounts(next);
            setEmpty(false);
          }}
          onDone={() => focusNext(form.current)}
          autoFocus
        />
        {empty && (
          <p className={classes.asked} role="status">
            {t("safe.empty")}
          </p>
        )}
        <Refusal error={count.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" disabled={!ready} loading={count.isPending}>
            {t(empty ? "safe.isEmpty" : "safe.submit")}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}
