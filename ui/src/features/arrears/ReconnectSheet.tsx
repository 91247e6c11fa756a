import { Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { StandingView } from "@/backend/wire";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";

/** Orders a cut supply back, whatever was paid, and says why. */
export function ReconnectSheet({ standing, onClose }: { standing: StandingView; onClose: () => void }) {
  const t = useWords("arrears");
  const order = useCommand("order_reconnection");
  const [requestId] = useState(newRequestId);
  const [reason, setReason] = useState("");
  return (
    <Sheet opened onClose={onClose} title={t("reconnect.title", { number: standing.number })}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          order.mutate({ request_id: requestId, account: standing.account, reason: reason.trim() }, { onSuccess: onClose });
        }}
      >
        <p className={classes.quiet}>{t("reconnect.words")}</p>
        <TextInput data-autofocus required label={t("reconnect.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Refusal error={order.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" loading={order.isPending} disabled={reason.trim() === ""}>
            {t("reconnect.submit")}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}
