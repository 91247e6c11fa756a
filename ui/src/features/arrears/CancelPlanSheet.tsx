import { Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { PlanView } from "@/backend/wire";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";

/** Ends a plan before its time, and says why. */
export function CancelPlanSheet({ plan, onClose }: { plan: PlanView; onClose: () => void }) {
  const t = useWords("arrears");
  const cancel = useCommand("cancel_plan");
  const [requestId] = useState(newRequestId);
  const [reason, setReason] = useState("");
  return (
    <Sheet opened onClose={onClose} title={t("plan.cancelTitle", { number: plan.account_number })}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          cancel.mutate({ request_id: requestId, plan: plan.id, version: plan.version, reason: reason.trim() }, { onSuccess: onClose });
        }}
      >
        <p className={classes.quiet}>{t("plan.cancelWords")}</p>
        <TextInput data-autofocus required label={t("plan.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Refusal error={cancel.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" color="red" loading={cancel.isPending} disabled={reason.trim() === ""}>
            {t("plan.cancel")}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}
