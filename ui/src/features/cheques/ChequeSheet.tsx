import { Button, Group } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import type { ChequeView, DocumentRef } from "@/backend/wire";
import { showDay } from "@/shared/days";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { useMay, useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { UndoSheet } from "@/shared/UndoSheet";
import { useWords } from "@/shared/words";
import { BounceSheet } from "./BounceSheet";
import classes from "./ChequesPage.module.css";
import { chequeTone } from "./looks";

type Props = { cheque: ChequeView; onClose: () => void };

/** One cheque, and what may happen to it next. */
export function ChequeSheet({ cheque, onClose }: Props) {
  const t = useWords("cheques");
  const mayDeposit = useMay("deposit cheques");
  const mayBounce = useMay("bounce cheques");
  const mayAsk = useMay("ask for approval");
  const deposit = useCommand("deposit_cheques");
  const realise = useCommand("realise_cheques");
  const unrealise = useCommand("unrealise_cheques");
  const { business_on: today } = useSession();
  const [requestId] = useState(newRequestId);
  const [next, setNext] = useState<"bounce" | "back" | null>(null);
  const letter = useMutation({ mutationFn: (paper: DocumentRef) => asked(host().openDocument(paper)) });
  if (next === "bounce") return <BounceSheet cheque={cheque} onClose={onClose} />;
  if (next === "back") return <UndoSheet target={{ payment: cheque.payment }} onClose={onClose} onDone={onClose} />;
  const send = { request_id: requestId, cheques: [cheque.id] };
  const facts: [string, string][] = [
    [t("sheet.from"), cheque.name],
    [t("sheet.drawer"), cheque.drawer],
    [t("sheet.bank"), cheque.bank],
    [t("sheet.receipt"), cheque.receipt],
    [t("sheet.received"), showDay(cheque.received_on)],
    ...(cheque.deposited_on === null ? [] : [[t("sheet.deposited"), `${showDay(cheque.deposited_on)} · ${cheque.slip}`] as [string, string]]),
    ...(cheque.ended_on === null ? [] : [[t("sheet.ended"), showDay(cheque.ended_on)] as [string, string]]),
    ...(cheque.reason === null ? [] : [[t("sheet.reason"), t(`bounce.reasons.${cheque.reason}`)] as [string, string]]),
    ...(cheque.fee === "" ? [] : [[t("sheet.fee"), cheque.fee] as [string, string]]),
    ...(cheque.note === "" ? [] : [[t("sheet.note"), cheque.note] as [string, string]]),
  ];
  return (
    <Sheet opened onClose={onClose} title={t("sheet.title", { number: cheque.number })} size="38rem">
      <div className={classes.fields}>
        <p>
          <StateTag tone={chequeTone[cheque.state]}>{t(`state.${cheque.state}`)}</StateTag> <Money minor={cheque.amount} />
        </p>
        <dl className={classes.facts}>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Refusal error={deposit.error ?? realise.error ?? unrealise.error ?? letter.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:close")}
          </Button>
          {cheque.has_letter && (
            <Button variant="default" loading={letter.isPending} onClick={() => letter.mutate({ kind: "bounce_letter", cheque: cheque.id })}>
              {t("sheet.letter")}
            </Button>
          )}
          {cheque.state === "received" && mayAsk && (
            <Button variant="default" onClick={() => setNext("back")}>
              {t("sheet.back")}
            </Button>
          )}
          {cheque.state === "received" && mayDeposit && (
            <Button data-autofocus loading={deposit.isPending} onClick={() => deposit.mutate(send, { onSuccess: onClose })}>
              {t("sheet.deposit")}
            </Button>
          )}
          {((cheque.state === "deposited" && mayBounce) || (cheque.state === "realised" && mayDeposit && mayAsk)) && (
            <Button variant="default" color="red" onClick={() => setNext("bounce")}>
              {t(cheque.state === "realised" ? "sheet.late" : "sheet.bounce")}
            </Button>
          )}
          {cheque.state === "realised" && cheque.ended_on === today && mayDeposit && (
            <Button variant="default" loading={unrealise.isPending} onClick={() => unrealise.mutate(send, { onSuccess: onClose })}>
              {t("sheet.unrealise")}
            </Button>
          )}
          {cheque.state === "deposited" && mayDeposit && (
            <Button data-autofocus loading={realise.isPending} onClick={() => realise.mutate(send, { onSuccess: onClose })}>
              {t("sheet.realise")}
            </Button>
          )}
        </Group>
      </div>
    </Sheet>
  );
}
