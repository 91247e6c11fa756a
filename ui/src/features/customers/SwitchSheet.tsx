import { Button, Group, SegmentedControl, Stack, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { AccountStatus, AccountView } from "@/backend/wire";
import { DayPicker } from "@/shared/DayPicker";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";

const statuses: AccountStatus[] = ["active", "cut", "closed"];

type Props = { account: AccountView; onClose: () => void };

/** Orders a disconnection, cuts, reconnects, closes or reopens an account. */
export function SwitchSheet({ account, onClose }: Props) {
  const t = useWords("customers");
  const change = useCommand("switch_account");
  const [status, setStatus] = useState<AccountStatus>(account.status);
  const { business_on: today } = useSession();
  const [order, setOrder] = useState(account.disconnection_on);
  const [reason, setReason] = useState("");
  const submit = () =>
    change.mutate(
      { account: account.id, version: account.version, status, disconnection_on: status === "active" ? order : null, reason: reason.trim() },
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
          {status === "active" && (
            <Group justify="space-between" mih="1.875rem">
              <Switch
                label={t("switching.order")}
                checked={order !== null}
                onChange={(event) => setOrder(event.currentTarget.checked ? (account.disconnection_on ?? today) : null)}
              />
              {order !== null && (
                <DayPicker label={t("switching.day")} min={order < today ? order : today} value={order} onChange={setOrder} />
              )}
            </Group>
          )}
          {status === "closed" && account.deposit_held > 0 && (
            <p role="status">
              {t("switching.depositHeld")}: <Money minor={account.deposit_held} />. {t("switching.depositWay")}
              {account.deposit_at_bank > 0 && (
                <>
                  {" "}
                  {t("switching.depositAtBank")}: <Money minor={account.deposit_at_bank} />.
                </>
              )}
            </p>
          )}
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
