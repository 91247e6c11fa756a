import { Button, Group, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { AccountStatus, AccountView } from "@/backend/wire";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";

const statuses: AccountStatus[] = ["active", "cut", "closed"];

type Props = { account: AccountView; onClose: () => void };

/** Orders a disconnection, cuts, reconnects, closes or reopens an account. */
export function SwitchSheet({ account, onClose }: Props) {
  const t = useWords("customers");
  const change = useCommand("switch_account");
  const [status, setStatus] = useState<AccountStatus>(account.status);
  const [day, setDay] = useState(account.disconnection_on ?? "");
  const [reason, setReason] = useState("");
  const submit = () =>
    change.mutate(
      { account: account.id, version: account.version, status, disconnection_on: day === "" ? null : day, reason: reason.trim() },
      { onSuccess: onClose },
    );
  return (
    <Sheet opened onClose={onClose} title={t("switching.title", { number: account.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          <SegmentedControl
            aria-label={t("switching.status")}
            value={status}
            onChange={(value) => setStatus(statuses.find((one) => one === value) ?? status)}
            data={statuses.map((one) => ({ value: one, label: t(`account.${one}`) }))}
          />
          <TextInput
            type="date"
            label={t("switching.day")}
            description={t("switching.dayHint")}
            disabled={status !== "active"}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <TextInput data-autofocus required label={t("switching.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Refusal error={change.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" disabled={reason.trim() === ""} loading={change.isPending}>
              {t("switching.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
