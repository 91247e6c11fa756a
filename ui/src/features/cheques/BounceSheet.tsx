import { Button, Group, Radio, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { BounceReason, ChequeView, DocumentRef } from "@/backend/wire";
import { EffectList } from "@/shared/EffectList";
import { focusInFront } from "@/shared/focus";
import { useHotkeys } from "@/shared/hotkeys";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { TwoPersons } from "@/shared/TwoPersons";
import { useWords } from "@/shared/words";
import classes from "./ChequesPage.module.css";

const reasons: BounceReason[] = [
  "insufficient_funds",
  "signature",
  "stopped",
  "stale",
  "post_dated",
  "irregular",
  "account_closed",
  "other",
];
/** What the counter should have seen is no fault of the payer. */
const notTheirs: BounceReason[] = ["stale", "post_dated", "irregular"];

type Props = { cheque: ChequeView; onClose: () => void };

/** One click for a returned cheque: every effect is shown, then all of it happens in one act. */
export function BounceSheet({ cheque, onClose }: Props) {
  const t = useWords("cheques");
  const preview = useView("preview_bounce", { cheque: cheque.id });
  const bounce = useCommand("bounce_cheque");
  const [requestId] = useState(newRequestId);
  const [reason, setReason] = useState<BounceReason>("insufficient_funds");
  const [note, setNote] = useState("");
  const [asking, setAsking] = useState(false);
  const letter = useMutation({
    mutationFn: (paper: DocumentRef) => asked(host().openDocument(paper)),
    onSuccess: onClose,
  });
  const data = preview.data;
  const refused = data?.refused ? { ...data.refused, reference: "" } : null;
  const ready = data !== undefined && !data.refused && (reason !== "other" || note.trim() !== "");
  if (bounce.data) {
    const done = bounce.data;
    return (
      <Sheet opened onClose={onClose} title={t("bounce.done")} size="40rem">
        <div className={classes.fields} role="status">
          <EffectList effects={done.effects} done />
          {done.vouchers.map((number) => (
            <p key={number} className={classes.paper}>
              <span>{t("bounce.voucher")}</span>
              <strong>{number}</strong>
            </p>
          ))}
        </div>
        <Refusal error={letter.error} />
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            {t("shared:close")}
          </Button>
          <Button
            ref={focusInFront}
            loading={letter.isPending}
            leftSection={<IconPrinter aria-hidden="true" size="1.05rem" stroke={1.75} />}
            onClick={() => letter.mutate({ kind: "bounce_letter", cheque: done.cheque })}
          >
            {t("sheet.letter")}
          </Button>
        </Group>
      </Sheet>
    );
  }
  // What the bank had paid falls by two persons.
  if (asking)
    return (
      <Sheet opened onClose={onClose} title={t("bounce.title", { number: cheque.number })} size="40rem">
        <TwoPersons
          tookOver
          asked={
            ready
              ? { act: "return_cheque", input: { request_id: requestId, cheque: cheque.id, version: cheque.version, reason, note: note.trim() } }
              : null
          }
          reason={[t(`bounce.reasons.${reason}`), note.trim()].filter(Boolean).join(": ")}
          secondLook={data?.second_look ?? null}
          onCancel={onClose}
          onOutcome={onClose}
        >
          <p role="status">{t("bounce.late")}</p>
          {data && <EffectList effects={data.effects} />}
        </TwoPersons>
      </Sheet>
    );
  return (
    <Sheet opened onClose={onClose} title={t("bounce.title", { number: cheque.number })} size="40rem">
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          if (data?.late) setAsking(true);
          else {
            bounce.mutate({ request_id: requestId, cheque: cheque.id, version: cheque.version, reason, note: note.trim() });
          }
        }}
      >
        <ReasonKeys onReason={setReason} />
        <Radio.Group
          label={t("bounce.reason")}
          value={reason}
          onChange={(value) => setReason(reasons.find((one) => one === value) ?? "other")}
        >
          <div className={classes.reasons}>
            {reasons.map((one, index) => (
              <Radio
                key={one}
                value={one}
                label={`${index + 1}  ${t(`bounce.reasons.${one}`)}`}
                data-autofocus={index === 0 || undefined}
              />
            ))}
          </div>
        </Radio.Group>
        <TextInput
          required={reason === "other"}
          label={t("bounce.note")}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {notTheirs.includes(reason) && <p className={classes.quiet}>{t("bounce.notTheirs")}</p>}
        {data?.late && <p className={classes.quiet}>{t("bounce.late")}</p>}
        <Refusal error={preview.error ?? refused} />
        {data && data.receipts.length > 0 && (
          <section aria-label={t("bounce.receipts")}>
            <p className={classes.quiet}>{t("bounce.receipts")}</p>
            <ul className={classes.lines}>
              {data.receipts.map((one) => (
                <li key={one.payment}>
                  <span>{one.number}</span>
                  <Money minor={one.amount} />
                </li>
              ))}
            </ul>
          </section>
        )}
        {data && <EffectList effects={data.effects} />}
        <Refusal error={bounce.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("bounce.keep")}
          </Button>
          <Button type="submit" color="red" disabled={!ready} loading={bounce.isPending}>
            {t(data?.late ? "bounce.next" : "bounce.submit")}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}

/** A digit picks a reason. Its own component, so that the keys belong to the sheet in front. */
function ReasonKeys({ onReason }: { onReason: (reason: BounceReason) => void }) {
  useHotkeys(reasons.map((reason, index) => ({ keys: String(index + 1), run: () => onReason(reason) })));
  return null;
}
