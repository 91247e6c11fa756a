import { Button, Group } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useView } from "@/backend/useView";
import type { DocumentRef, PaymentView } from "@/backend/wire";
import { InstantText } from "@/shared/DayText";
import { showDay } from "@/shared/days";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { useMay } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { UndoSheet } from "@/shared/UndoSheet";
import { useWords } from "@/shared/words";
import classes from "./papers.module.css";

type Props = { payment: number; onClose: () => void };

/** One payment with its papers: the original, duplicates, the cancellation slip. */
export function PaymentSheet({ payment, onClose }: Props) {
  const t = useWords("customers");
  const view = useView("payment", { payment });
  const [undoing, setUndoing] = useState(false);
  if (undoing) {
    return (
      <UndoSheet target={{ payment }} onClose={() => setUndoing(false)} onDone={() => setUndoing(false)} />
    );
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title={view.data ? t("payment.title", { number: view.data.row.number }) : ""}
      size="42rem"
    >
      <Refusal error={view.error} />
      {view.data && <Paper view={view.data} onUndo={() => setUndoing(true)} />}
    </Sheet>
  );
}

function Paper({ view, onUndo }: { view: PaymentView; onUndo: () => void }) {
  const t = useWords("customers");
  const mayUndo = useMay("undo their own acts") && !view.row.void && view.row.fallen === null;
  const payment = view.row.id;
  const open = useMutation({ mutationFn: (paper: DocumentRef) => asked(host().openDocument(paper)) });
  const save = useMutation({ mutationFn: (paper: DocumentRef) => asked(host().saveDocument(paper)) });
  const receipt = (format: "pdf" | "csv"): DocumentRef => ({ kind: "receipt", payment, format });
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>{t("payment.when")}</dt>
          <dd>
            <InstantText at={view.row.taken_at} />
          </dd>
        </div>
        <div>
          <dt>{t("payment.clerk")}</dt>
          <dd>
            {view.row.clerk} · {view.row.counter}
          </dd>
        </div>
        <div>
          <dt>{t("payment.paid")}</dt>
          <dd>
            <Money minor={view.row.paid} />
          </dd>
        </div>
      </dl>
      {view.void && (
        <StateTag tone="violet">
          {[
            t("payment.voidOf", { by: view.void.by, number: view.void.number }),
            t(`undo:reasons.${view.void.reason}`),
            view.void.note,
            view.void.allowed_by && t("payment.allowedBy", { by: view.void.allowed_by }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </StateTag>
      )}
      {view.reversal && (
        <StateTag tone="violet">
          {[
            t(`payment.fallen.${view.reversal.kind}`, { number: view.reversal.number, day: showDay(view.reversal.business_on) }),
            view.reversal.to_receipt && t("payment.movedTo", { number: view.reversal.to_receipt }),
            view.reversal.note,
            view.reversal.by,
            view.reversal.allowed_by && t("payment.allowedBy", { by: view.reversal.allowed_by }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </StateTag>
      )}
      {view.redo_of && <StateTag tone="violet">{t("payment.redoOf", { number: view.redo_of })}</StateTag>}
      <table className={classes.lines}>
        <caption>{t("payment.shares")}</caption>
        <tbody>
          {view.shares.map((share, index) => (
            <tr key={index}>
              <th scope="row">{share.bill || t("payment.credit")}</th>
              <td>{share.account}</td>
              <td data-right>
                <Money minor={share.amount} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={classes.lines}>
        <caption>{t("payment.tenders")}</caption>
        <tbody>
          {view.tenders.map((tender, index) => (
            <tr key={index}>
              <th scope="row">{t(`shared:method.${tender.method}`)}</th>
              <td>{[tender.reference, tender.bank].filter(Boolean).join(", ")}</td>
              <td data-right>
                <Money minor={tender.amount} />
              </td>
            </tr>
          ))}
          {view.change > 0 && (
            <tr>
              <th scope="row">{t("payment.change")}</th>
              <td />
              <td data-right>
                <Money minor={-view.change} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {view.reprints > 0 && <p>{t("payment.copies", { count: view.reprints })}</p>}
      <p className={classes.hash}>
        {t("payment.hash")} {view.audit_hash}
      </p>
      <Refusal error={open.error ?? save.error} />
      {save.data && <p role="status">{t("payment.saved", { path: save.data })}</p>}
      <Group justify="flex-end" gap="xs" mt="md">
        {mayUndo && (
          <Button variant="subtle" color="violet" mr="auto" onClick={onUndo}>
            {t("payment.undo")}
          </Button>
        )}
        {view.void && (
          <>
            <Button variant="default" onClick={() => save.mutate({ kind: "slip", payment, format: "pdf" })}>
              {view.void.next_copy === 0 ? t("payment.saveSlip") : t("payment.saveSlipCopy", { n: view.void.next_copy })}
            </Button>
            <Button variant="default" onClick={() => open.mutate({ kind: "slip", payment, format: "pdf" })}>
              {view.void.next_copy === 0 ? t("payment.slip") : t("payment.slipCopy", { n: view.void.next_copy })}
            </Button>
          </>
        )}
        {view.reversal && (
          <Button variant="default" onClick={() => open.mutate({ kind: "voucher", payment, format: "pdf" })}>
            {view.reversal.next_copy === 0 ? t("payment.voucher") : t("payment.voucherCopy", { n: view.reversal.next_copy })}
          </Button>
        )}
        <Button variant="default" onClick={() => save.mutate(receipt("csv"))}>
          {t("payment.saveCsv")}
        </Button>
        <Button variant="default" onClick={() => save.mutate(receipt("pdf"))}>
          {view.next_copy === 0 ? t("payment.save") : t("payment.saveCopy", { n: view.next_copy })}
        </Button>
        <Button data-autofocus loading={open.isPending} onClick={() => open.mutate(receipt("pdf"))}>
          {view.next_copy === 0 ? t("payment.open") : t("payment.openCopy", { n: view.next_copy })}
        </Button>
      </Group>
    </>
  );
}
