import { Button, Checkbox, SegmentedControl, Skeleton, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconCash } from "@tabler/icons-react";
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { asCallError, type CallError } from "@/backend/call";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { AccountView, Minimum, PaymentTaken, Refused, TakePayment } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import { focusInFront } from "@/shared/focus";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { useMinimumWords } from "@/shared/minimumWords";
import { Money } from "@/shared/Money";
import { plainMoney, showMoney, useCurrency } from "@/shared/amounts";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { href } from "@/shared/route";
import { useSession } from "@/shared/session";
import { useWords } from "@/shared/words";
import { Allocation } from "./Allocation";
import { DirectSheet } from "./DirectSheet";
import { PaperChoice } from "./PaperChoice";
import {
  type Draft,
  emptyDraft,
  emptyTender,
  methods,
  missingOf,
  previewQuestion,
  seen,
  type TenderDraft,
  type TenderMethod,
  tendersOf,
  unreadableOf,
  wholeQuestion,
} from "./draft";
import classes from "./PayPanel.module.css";
import { SplitTenders } from "./SplitTenders";

type Props = {
  accounts: AccountView[];
  ticket: number | null;
  payRef: RefObject<HTMLInputElement | null>;
  onPaid: (taken: PaymentTaken) => void;
};

/** Takes the money: how much, how it is given, where it goes, what is handed back. */
export function PayPanel({ accounts, ticket, payRef, onPaid }: Props) {
  const t = useWords("counter");
  const currency = useCurrency();
  const minimumWords = useMinimumWords();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [directing, setDirecting] = useState(false);
  const given = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const whole = useView("preview_payment", wholeQuestion(accounts, draft.useCredit), { keep: true });
  // Nothing stands there until the answer does: a zero would be an amount.
  const asked = draft.pay === "whole" ? (whole.data?.to_pay ?? null) : draft.pay;
  const pay = typeof asked === "number" ? asked : null;
  // Memoised: the debounce starts again whenever the question is another object.
  const typed = useMemo(() => previewQuestion(accounts, draft, pay ?? 0), [accounts, draft, pay]);
  const [question] = useDebouncedValue(typed, 90);
  const preview = useView("preview_payment", question, { enabled: pay !== null && whole.isSuccess, keep: true });
  const take = useTakePayment(onPaid);
  const set = (change: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...change }));
    // What was refused is no longer what stands here.
    take.forget();
  };

  useEffect(() => focusInFront(payRef.current), [payRef]);

  const tenders = tendersOf(draft, pay ?? 0);
  const unreadable = unreadableOf(draft.tenders);
  const missing = missingOf(tenders, pay ?? 0);
  const only = draft.tenders[0] ?? emptyTender("cash");
  const shown = preview.data ?? whole.data;
  const doubtful = [shown?.refused?.code, take.error && asCallError(take.error).code].includes("whose_cheque");

  const submit = () => {
    if (pay === null) return payRef.current?.focus();
    // Its field says what is wrong; "exactly" is only what stands there empty.
    if (unreadable !== null) return given.current?.focus();
    // The amber line says what is missing; the cursor goes where it can be typed.
    if (missing > 0) return given.current?.focus();
    const payment = { ticket, accounts: seen(accounts), pay, tenders, use_credit: draft.useCredit, directed: draft.directed };
    // Only what was shown of this very payment: of what was typed a moment ago nobody has seen where it goes.
    const isShown = question === typed && preview.isSuccess && !preview.isPlaceholderData;
    take.send(payment, (isShown && preview.data.seen) || undefined);
  };
  const choose = (method: TenderMethod) => {
    // Drawn at once: the digit that follows is what is given, and never ends up in what is paid.
    flushSync(() => set({ split: false, tenders: [emptyTender(method)] }));
    given.current?.focus();
  };
  const split = () => {
    if (draft.split) return set({ split: false, tenders: [emptyTender("cash")] });
    const part = typeof only.amount === "number" && !(only.method === "cash" && missing < 0) ? only.amount : pay;
    const first = { ...only, amount: part };
    const rest = Math.max(0, missing);
    set({ split: true, tenders: [first, emptyTender(only.method === "cash" ? "upi" : "cash", rest || null)] });
  };

  const minimum = minimumOf(accounts);
  const payMinimum = () => {
    set({ pay: minimum?.amount ?? null, directed: null });
    payRef.current?.focus();
  };

  useHotkeys([
    { keys: "F8", words: t("key.pay"), run: submit, ready: !take.busy },
    { keys: "F7", words: t("key.minimum"), run: payMinimum, ready: minimum !== null },
    { keys: "F9", words: t("key.split"), run: split },
    ...methods.map((method, index) => ({
      keys: `Alt+${index + 1}`,
      words: t("key.method", { method: t(`shared:method.${method}`) }),
      run: () => choose(method),
    })),
  ]);

  return (
    <Panel
      icon={IconCash}
      title={t("pay.title")}
      aside={t("pay.accounts", { count: accounts.length })}
      className={classes.panel}
    >
      <div className={classes.due}>
        <span>{t("pay.dueNow")}</span>
        {whole.data ? <Money minor={whole.data.to_pay} size="huge" /> : <Skeleton className={classes.coming} />}
      </div>
      {(whole.data?.disputed ?? 0) > 0 && (
        <p className={classes.note}>{t("pay.disputed", { amount: showMoney(whole.data?.disputed ?? 0, currency) })}</p>
      )}
      {(shown?.spared ?? 0) > 0 && (
        <p className={classes.note} role="status">
          {t("pay.spared", { amount: showMoney(shown?.spared ?? 0, currency) })}
        </p>
      )}
      {minimum && (
        <Button
          size="compact-sm"
          variant="default"
          h="auto"
          className={classes.minimum}
          rightSection={<KeyHint keys="F7" />}
          onClick={payMinimum}
        >
          {t("pay.minimum", { what: minimumWords(minimum), amount: showMoney(minimum.amount, currency) })}
        </Button>
      )}
      {(whole.data?.credit ?? 0) > 0 && (
        <Checkbox
          size="sm"
          className={classes.credit}
          label={t("pay.useCredit", { amount: showMoney(whole.data?.credit ?? 0, currency) })}
          checked={draft.useCredit}
          onChange={(event) => set({ useCredit: event.currentTarget.checked, directed: null })}
        />
      )}
      <AmountInput
        inputRef={payRef}
        label={t("pay.pay")}
        size="md"
        minor={asked}
        onAmount={(minor) => set({ pay: minor, directed: null })}
        rightSection={<PayNote pay={pay} toPay={whole.data?.to_pay} />}
        rightSectionWidth="6.5rem"
        rightSectionPointerEvents="none"
        onKeyDown={(event) => {
          if (isEnter(event)) given.current?.focus();
        }}
      />
      <SegmentedControl
        fullWidth
        size="sm"
        className={classes.methods}
        aria-label={t("pay.method")}
        value={draft.split ? "split" : only.method}
        onChange={(value) => {
          const method = methods.find((one) => one === value);
          if (method) choose(method);
          else split();
        }}
        data={[
          ...methods.map((method) => ({ value: method, label: t(`shared:method.${method}`) })),
          { value: "split", label: t("pay.split") },
        ]}
      />
      {draft.split ? (
        <SplitTenders
          tenders={draft.tenders}
          doubtful={doubtful}
          missing={missing}
          firstRef={given}
          onChange={(changed) => set({ tenders: changed })}
          onDone={() => button.current?.focus()}
        />
      ) : (
        <OneTender
          tender={only}
          doubtful={doubtful}
          pay={pay ?? 0}
          inputRef={given}
          onChange={(changed) => set({ tenders: [changed] })}
          onDone={() => button.current?.focus()}
        />
      )}
      <div className={classes.flow}>
        {shown && (
          <Allocation
            preview={shown}
            directed={draft.directed !== null}
            onDirect={() => setDirecting(true)}
            onRule={() => set({ directed: null })}
          />
        )}
      </div>
      {shown && shown.credit_added > 0 && (
        <p className={classes.over}>
          {t("pay.overpay", {
            amount: showMoney(shown.credit_added, currency),
            account: accounts[0]?.number ?? "",
          })}
        </p>
      )}
      <Drawer />
      <Doubt refused={shown?.refused ?? null} />
      <Outcome missing={missing} change={shown?.change ?? 0} cash={tenders.some((one) => one.method === "cash")} />
      <Refusal error={take.error ?? whole.error ?? preview.error} />
      <Button
        ref={button}
        size="lg"
        fullWidth
        className={classes.submit}
        loading={take.busy}
        rightSection={<KeyHint keys="F8" onBrand />}
        onClick={submit}
      >
        {take.failed ? t("pay.retry") : t("pay.submit")}
      </Button>
      {directing && shown && (
        <DirectSheet
          lines={shown.lines}
          pay={pay ?? 0}
          onClose={() => setDirecting(false)}
          onUse={(directed) => {
            set({ directed });
            setDirecting(false);
          }}
        />
      )}
    </Panel>
  );
}

/** The least to pay for all that is chosen; said as one only where all of it is for the same. */
function minimumOf(accounts: AccountView[]): Minimum | null {
  const each = accounts.flatMap(({ minimum }) => (minimum ? [minimum] : []));
  const first = each[0];
  if (!first) return null;
  const kind = each.some((one) => one.kind === "get_back_on") ? "get_back_on" : first.kind;
  return { kind, amount: each.reduce((sum, one) => sum + one.amount, 0), by: each.length === 1 ? first.by : null };
}

/** Enter moves on; the form is not sent by it. */
function isEnter(event: KeyboardEvent): boolean {
  if (event.key !== "Enter") return false;
  event.preventDefault();
  return true;
}

function PayNote({ pay, toPay }: { pay: number | null; toPay: number | undefined }) {
  const t = useWords("counter");
  if (pay === null || toPay === undefined) return null;
  const words = pay === toPay ? t("pay.whole") : pay < toPay ? t("pay.part") : t("pay.over");
  return <span className={classes.note}>{words}</span>;
}

type OneTenderProps = {
  tender: TenderDraft;
  /** Whether a cheque may be one that was taken already. */
  doubtful: boolean;
  pay: number;
  inputRef: RefObject<HTMLInputElement | null>;
  onChange: (tender: TenderDraft) => void;
  onDone: () => void;
};

/** What is given when it is given in one way: cash with change, or a reference. */
function OneTender({ tender, doubtful, pay, inputRef, onChange, onDone }: OneTenderProps) {
  const t = useWords("counter");
  const currency = useCurrency();
  const bank = useRef<HTMLInputElement>(null);
  const drawer = useRef<HTMLInputElement>(null);
  if (tender.method === "cash") {
    return (
      <AmountInput
        inputRef={inputRef}
        label={t("pay.cashGiven")}
        size="md"
        placeholder={plainMoney(pay, currency)}
        minor={tender.amount}
        onAmount={(amount) => onChange({ ...tender, amount })}
        rightSection={tender.amount === null ? <span className={classes.note}>{t("pay.exact")}</span> : undefined}
        rightSectionWidth="7rem"
        rightSectionPointerEvents="none"
        onKeyDown={(event) => {
          if (isEnter(event)) onDone();
        }}
      />
    );
  }
  const cheque = tender.method === "cheque";
  return (
    <div className={cheque ? `${classes.named} ${classes.cheque}` : classes.named}>
      <TextInput
        ref={inputRef}
        label={t(`pay.reference.${tender.method}`)}
        size="md"
        autoComplete="off"
        value={tender.reference}
        onChange={(event) => onChange({ ...tender, reference: event.currentTarget.value, paper: null })}
        onKeyDown={(event) => {
          if (!isEnter(event)) return;
          if (cheque) bank.current?.focus();
          else onDone();
        }}
      />
      {cheque && (
        <TextInput
          ref={bank}
          label={t("pay.bank")}
          size="md"
          value={tender.bank}
          onChange={(event) => onChange({ ...tender, bank: event.currentTarget.value, paper: null })}
          onKeyDown={(event) => {
            if (isEnter(event)) drawer.current?.focus();
          }}
        />
      )}
      {cheque && (
        <TextInput
          ref={drawer}
          className={classes.drawer}
          label={t("pay.drawnBy")}
          placeholder={t("pay.drawnByPayer")}
          size="md"
          autoComplete="off"
          value={tender.drawer}
          onChange={(event) => onChange({ ...tender, drawer: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (isEnter(event)) onDone();
          }}
        />
      )}
      {cheque && <PaperChoice tender={tender} doubtful={doubtful} size="sm" onChange={(paper) => onChange({ ...tender, paper })} />}
    </div>
  );
}

/** Whether money can go into a drawer, before it is counted out. */
function Drawer() {
  const t = useWords("counter");
  const { shift, shifts_required: required } = useSession();
  const open = shift !== null && shift.here && shift.state === "open";
  if (open ? !shift.drop_asked : !required) return null;
  return (
    <p className={classes.over} role="status">
      {t(open ? "pay.drawer.full" : "pay.drawer.none")} <a href={href("shift")}>{t("pay.drawer.open")}</a>
    </p>
  );
}

/** What the backend would refuse as it stands. Money not yet counted out is no refusal while it is typed. */
function Doubt({ refused }: { refused: Refused | null }) {
  if (!refused || refused.code === "tender_too_small" || refused.code === "nothing_due") return null;
  return <Refusal error={{ ...refused, reference: "" }} />;
}

/** The last line before the button: what goes back over the counter, or what is still missing. */
function Outcome({ missing, change, cash }: { missing: number; change: number; cash: boolean }) {
  const t = useWords("counter");
  if (missing > 0) {
    return (
      <p className={classes.outcome} data-tone="amber" role="status">
        <span>{t("pay.short")}</span>
        <Money minor={missing} size="large" />
      </p>
    );
  }
  if (!cash) return null;
  return (
    <p className={classes.outcome} data-tone={change > 0 ? "green" : "quiet"} role="status">
      <span>{t("pay.handBack")}</span>
      <Money minor={change} size="large" />
    </p>
  );
}

type Unsent = Omit<TakePayment, "request_id" | "seen">;

/**
 * Sends a payment. The request id is made before the first try and kept as long as the payment is
 * the same, so that a try whose answer was lost is recognised and not taken twice. So is where the money was shown to go,
 * until it is refused: then nothing was taken, and what is shown by now counts.
 */
function useTakePayment(onPaid: (taken: PaymentTaken) => void) {
  const take = useCommand("take_payment");
  const made = useRef<{ payment: string; id: string; seen?: string } | null>(null);
  const send = (payment: Unsent, seen?: string) => {
    const same = JSON.stringify(payment);
    if (made.current?.payment !== same) made.current = { payment: same, id: newRequestId(), seen };
    const onError = ({ code }: CallError) => {
      if (code === "changed_meanwhile") made.current = null;
    };
    take.mutate({ ...payment, request_id: made.current.id, seen: made.current.seen }, { onSuccess: onPaid, onError });
  };
  const forget = () => {
    if (take.isError) take.reset();
  };
  return { send, forget, busy: take.isPending, error: take.error, failed: Boolean(take.error?.reference) };
}
