import { Button, Group, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { ApprovalView, AskOutcome, DocumentRef } from "@/backend/wire";
import { InstantText } from "@/shared/DayText";
import { EffectList } from "@/shared/EffectList";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./ApprovalsPage.module.css";
import { standing } from "./looks";
import { WouldDo } from "./WouldDo";

type Props = { request: ApprovalView; onClose: () => void };

/**
 * One request: who asks for what and why, what it would do, and the word for it. The word can be given once that is on the
 * screen, and never where it is refused; the focus stays with what is read, so a key that is held down lets nothing happen.
 */
export function ApprovalSheet({ request, onClose }: Props) {
  const t = useWords("approvals");
  const decide = useCommand("decide_approval");
  const withdraw = useCommand("withdraw_approval");
  const [requestId, setRequestId] = useState(newRequestId);
  const [note, setNote] = useState("");
  const [outcome, setOutcome] = useState<AskOutcome | null>(null);
  const waits = request.state === "asked" || request.state === "second_look";
  const preview = useView("preview_request", { approval: request.id });
  const may = waits && request.may_decide;
  const mayApprove = may && preview.data !== undefined && preview.data.refused === null;
  const send = (decision: "approve" | "refuse") =>
    decide.mutate(
      { request_id: requestId, approval: request.id, version: request.version, decision, note: note.trim() },
      {
        onSuccess: (done) => (done.done ? setOutcome(done) : onClose()),
        onError: () => setRequestId(newRequestId()),
      },
    );
  if (outcome?.done) return <Done outcome={outcome} onClose={onClose} />;
  return (
    <Sheet opened onClose={onClose} title={t("sheet.title", { number: request.id })} size="38rem">
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (mayApprove && !decide.isPending) send("approve");
        }}
      >
        <p className={classes.about} data-autofocus tabIndex={-1}>
          {t(`shared:approvalKind.${request.kind}`)} · {request.about} ·{" "}
          {request.amount === null ? t("sheet.untold") : <Money minor={request.amount} />}
        </p>
        <dl className={classes.facts}>
          <div>
            <dt>{t("col.state")}</dt>
            <dd>
              <StateTag tone={standing(request).tone}>{t(`state.${standing(request).word}`)}</StateTag>
            </dd>
          </div>
          <div>
            <dt>{t("sheet.asked")}</dt>
            <dd>
              {t("sheet.askedAt", { name: request.asked_name, counter: request.counter })} <InstantText at={request.asked_at} />
            </dd>
          </div>
          <div>
            <dt>{t("sheet.reason")}</dt>
            <dd>{request.reason}</dd>
          </div>
          {request.decided_name !== "" && (
            <div>
              <dt>{t("sheet.by")}</dt>
              <dd>{request.decided_name}</dd>
            </div>
          )}
          {request.note !== "" && (
            <div>
              <dt>{t("sheet.said")}</dt>
              <dd>{request.note}</dd>
            </div>
          )}
          {request.outcome !== "" && (
            <div>
              <dt>{t("sheet.outcome")}</dt>
              <dd>{request.outcome}</dd>
            </div>
          )}
          {request.state === "second_look" && request.look_by !== null && (
            <div>
              <dt>{t(request.overdue ? "sheet.overdueSince" : "sheet.lookBy")}</dt>
              <dd>
                <InstantText at={request.look_by} />
              </dd>
            </div>
          )}
          {request.state === "asked" && (
            <div>
              <dt>{t("sheet.until")}</dt>
              <dd>
                <InstantText at={request.expires_at} />
              </dd>
            </div>
          )}
        </dl>
        {request.state === "second_look" && <p>{t("sheet.first")}</p>}
        {request.third_looks && <p>{t("sheet.thirdLooks")}</p>}
        {request.overdue && <p>{t("sheet.overdue")}</p>}
        {request.beside.length > 0 && <p>{t("sheet.beside", { names: request.beside.join(", ") })}</p>}
        <Refusal error={preview.error} />
        {waits && preview.isPending && <p className={classes.quiet}>{t("shared:loading")}</p>}
        {preview.data && (waits || preview.data.paper) && <WouldDo preview={preview.data} act={request.asked.act} waits={waits} />}
        {request.may_withdraw && <p className={classes.quiet}>{t("sheet.own")}</p>}
        {may && (
          <TextInput
            label={t("sheet.note")}
            description={t("sheet.noteNeeded")}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
        <Refusal error={decide.error ?? withdraw.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:close")}
          </Button>
          {request.may_withdraw && (
            <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate({ approval: request.id }, { onSuccess: onClose })}>
              {t("sheet.withdraw")}
            </Button>
          )}
          {may && (
            <>
              <Button variant="default" color="red" disabled={note.trim() === ""} loading={decide.isPending} onClick={() => send("refuse")}>
                {t("sheet.refuse")}
              </Button>
              {mayApprove && (
                <Button type="submit" loading={decide.isPending}>
                  {request.state === "second_look" ? t("sheet.clear") : t("sheet.approve")}
                </Button>
              )}
            </>
          )}
        </Group>
      </form>
    </Sheet>
  );
}

/** What came of it: a paper's number, or what was let pass. */
function doneWords(outcome: AskOutcome, number: string, t: ReturnType<typeof useWords<"approvals">>): string {
  if (outcome.approval.kind === "cash_out") return t("doneCash", { number });
  return number === "" ? t("doneAllowed") : t("done", { number });
}

function Done({ outcome, onClose }: { outcome: AskOutcome; onClose: () => void }) {
  const t = useWords("approvals");
  const done = outcome.done;
  const open = useMutation({
    mutationFn: (paper: DocumentRef) => asked(host().openDocument(paper)),
    onSuccess: onClose,
  });
  if (!done) return null;
  const paper = done.paper;
  return (
    <Sheet opened onClose={onClose} title={t("sheet.title", { number: outcome.approval.id })} size="38rem">
      <div className={classes.fields} role="status">
        <p>{doneWords(outcome, done.number, t)}</p>
        <EffectList effects={done.effects} done />
      </div>
      <Refusal error={open.error} />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {t("shared:close")}
        </Button>
        {paper && (
          <Button
            data-autofocus
            loading={open.isPending}
            leftSection={<IconPrinter aria-hidden="true" size="1.05rem" stroke={1.75} />}
            onClick={() => open.mutate(paper)}
          >
            {t("undo:openPaper")}
          </Button>
        )}
      </Group>
    </Sheet>
  );
}
