import { Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { OrderView } from "@/backend/wire";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";

/** An order to bring a supply back is taken back, and says why: the supply stays cut. */
export function WithdrawSheet({ order, onClose }: { order: OrderView; onClose: () => void }) {
  const t = useWords("arrears");
  const stop = useCommand("stop_reconnection");
  const [requestId] = useState(newRequestId);
  const [reason, setReason] = useState("");
  return (
    <Sheet opened onClose={onClose} title={t("withdraw.title", { account: order.account_number })}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          stop.mutate({ request_id: requestId, order: order.id, version: order.version, reason: reason.trim() }, { onSuccess: onClose });
        }}
      >
        <p className={classes.quiet}>{t("withdraw.words")}</p>
        <TextInput data-autofocus required label={t("withdraw.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Refusal error={stop.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" color="red" loading={stop.isPending} disabled={reason.trim() === ""}>
            {t("withdraw.submit")}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}
