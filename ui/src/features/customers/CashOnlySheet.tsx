import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { CustomerCard } from "@/backend/wire";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";

/** Takes cheques of a customer again, with the reason why; the count of bounces begins anew. */
export function CashOnlySheet({ card, onClose }: { card: CustomerCard; onClose: () => void }) {
  const t = useWords("customers");
  const set = useCommand("set_cash_only");
  const [reason, setReason] = useState("");
  return (
    <Sheet opened onClose={onClose} title={t("cashOnly.title", { name: card.name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate({ customer: card.id, cash_only: false, reason: reason.trim() }, { onSuccess: onClose });
        }}
      >
        <Stack>
          <p>{t("cashOnly.words", { count: card.bounces })}</p>
          <TextInput data-autofocus required label={t("cashOnly.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Refusal error={set.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" disabled={reason.trim() === ""} loading={set.isPending}>
              {t("cashOnly.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
