import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { TicketView } from "@/backend/wire";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { TwoPersons } from "@/shared/TwoPersons";
import { useWords } from "@/shared/words";

type Props = { ticket: TicketView; onClose: () => void };

/** Takes a ticket back, with a reason that stays in the audit log; one that is money in hand by two persons. */
export function CancelSheet({ ticket, onClose }: Props) {
  const t = useWords("queue");
  const cancel = useCommand("cancel_ticket");
  const [reason, setReason] = useState("");
  const input = { ticket: ticket.id, version: ticket.version, reason: reason.trim() };
  const why = <TextInput data-autofocus label={t("cancel.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />;
  if (cancel.error?.code === "needs_approval")
    return (
      <ByTwo ticket={ticket} input={input} onClose={onClose}>
        {why}
      </ByTwo>
    );
  return (
    <Sheet opened onClose={onClose} title={t("cancel.title", { number: ticket.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          cancel.mutate(input, { onSuccess: onClose });
        }}
      >
        <Stack>
          {why}
          <Refusal error={cancel.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("cancel.keep")}
            </Button>
            <Button type="submit" color="red" disabled={reason.trim() === ""} loading={cancel.isPending}>
              {t("cancel.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}

type ByTwoProps = Props & { input: { ticket: number; version: number; reason: string }; children: ReactNode };

function ByTwo({ ticket, input, onClose, children }: ByTwoProps) {
  const t = useWords("queue");
  const rules = useView("approval_rules", {});
  const most = rules.data?.second_look_ceiling ?? null;
  return (
    <Sheet opened onClose={onClose} title={t("cancel.title", { number: ticket.number })}>
      <TwoPersons
        tookOver
        asked={input.reason === "" ? null : { act: "cancel_ticket", input }}
        reason={input.reason}
        secondLook={most !== null && (ticket.money ?? 0) <= most ? most : null}
        onCancel={onClose}
        onOutcome={onClose}
      >
        <p role="status">{t("cancel.byTwo")}</p>
        {children}
      </TwoPersons>
    </Sheet>
  );
}
