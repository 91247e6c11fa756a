import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { RefObject } from "react";
import { AmountInput } from "@/shared/AmountInput";
import { useWords } from "@/shared/words";
import { emptyTender, methods, type TenderDraft, unreadableOf } from "./draft";
import { PaperChoice } from "./PaperChoice";
import classes from "./SplitTenders.module.css";

type Props = {
  tenders: TenderDraft[];
  /** Whether a cheque may be one that was taken already. */
  doubtful: boolean;
  missing: number;
  /** The field to type in next: the one that cannot be read, else the first. */
  firstRef: RefObject<HTMLInputElement | null>;
  onChange: (tenders: TenderDraft[]) => void;
  onDone: () => void;
};

/** One payment given in several ways. */
export function SplitTenders({ tenders, doubtful, missing, firstRef, onChange, onDone }: Props) {
  const t = useWords("counter");
  const put = (index: number, change: Partial<TenderDraft>) =>
    onChange(tenders.map((tender, at) => (at === index ? { ...tender, ...change } : tender)));
  return (
    <div className={classes.tenders}>
      {tenders.map((tender, index) => (
        <fieldset key={index} className={classes.tender}>
          <legend className="cf-visually-hidden">{t("pay.tender", { number: index + 1 })}</legend>
          <NativeSelect
            aria-label={t("pay.method")}
            size="xs"
            className={classes.method}
            data={methods.map((method) => ({ value: method, label: t(`shared:method.${method}`) }))}
            value={tender.method}
            onChange={(event) => {
              const method = methods.find((one) => one === event.currentTarget.value);
              if (method) put(index, { method });
            }}
          />
          <AmountInput
            inputRef={index === (unreadableOf(tenders) ?? 0) ? firstRef : undefined}
            aria-label={t("pay.amount")}
            size="xs"
            className={classes.amount}
            minor={tender.amount}
            onAmount={(amount) => put(index, { amount })}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              if (index === tenders.length - 1 && tender.method === "cash") onDone();
              else focusNext(event.currentTarget);
            }}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("pay.removeTender")}
            disabled={tenders.length === 1}
            onClick={() => onChange(tenders.filter((_, at) => at !== index))}
          >
            <IconTrash aria-hidden="true" size="1rem" stroke={1.75} />
          </ActionIcon>
          {tender.method !== "cash" && (
            <TextInput
              size="xs"
              className={classes.reference}
              aria-label={t(`pay.reference.${tender.method}`)}
              placeholder={t(`pay.reference.${tender.method}`)}
              value={tender.reference}
              onChange={(event) => put(index, { reference: event.currentTarget.value, paper: null })}
            />
          )}
          {tender.method === "cheque" && (
            <TextInput
              size="xs"
              className={classes.bank}
              aria-label={t("pay.bank")}
              placeholder={t("pay.bank")}
              value={tender.bank}
              onChange={(event) => put(index, { bank: event.currentTarget.value, paper: null })}
            />
          )}
          {tender.method === "cheque" && (
            <TextInput
              size="xs"
              className={classes.drawer}
              aria-label={t("pay.drawnBy")}
              placeholder={t("pay.drawnByPayer")}
              value={tender.drawer}
              onChange={(event) => put(index, { drawer: event.currentTarget.value })}
            />
          )}
          {tender.method === "cheque" && (
            <PaperChoice tender={tender} doubtful={doubtful} size="xs" onChange={(paper) => put(index, { paper })} />
          )}
        </fieldset>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus aria-hidden="true" size="0.95rem" stroke={2} />}
        disabled={tenders.length >= 20}
        onClick={() => onChange([...tenders, emptyTender("cash", missing > 0 ? missing : null)])}
      >
        {t("pay.addTender")}
      </Button>
    </div>
  );
}

/** Enter moves on through the fields of the tenders, as everywhere. */
function focusNext(from: HTMLElement) {
  const fields = [...(from.closest(`.${classes.tenders}`)?.querySelectorAll<HTMLElement>("input") ?? [])];
  fields[fields.indexOf(from) + 1]?.focus();
}
