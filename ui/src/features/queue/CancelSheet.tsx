import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { TicketView } from "@/backend/wire";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";

type Props = { ticket: TicketView; onClose: () => void };

/** Takes a ticket back, with a reason that stays in the audit log. */
export function CancelSheet({ ticket, onClose }: Props) {
  const t = useWords("queue");
  const cancel = useCommand("cancel_ticket");
  const [reason, setReason] = useState("");
  return (
    <Sheet opened onClose={onClose} title={t("cancel.title", { number: ticket.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          cancel.mutate({ ticket: ticket.id, version: ticket.version, reason: reason.trim() }, { onSuccess: onClose });
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            label={t("cancel.reason")}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
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
