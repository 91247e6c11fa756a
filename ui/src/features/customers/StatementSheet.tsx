import { Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import type { AccountView } from "@/backend/wire";
import { DayField } from "@/shared/DayField";
import { plusDays } from "@/shared/dayMath";
import { Refusal } from "@/shared/Refusal";
import { useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./papers.module.css";

type Props = { account: AccountView; onClose: () => void };

/** The statement of an account over the days that are wanted: shown, or saved where the person says. */
export function StatementSheet({ account, onClose }: Props) {
  const t = useWords("customers");
  const { business_on: today } = useSession();
  const [from, setFrom] = useState(plusDays(today, -365));
  const [until, setUntil] = useState(today);
  const said = from !== "" && until !== "";
  const paper = (format: "pdf" | "csv") => ({ kind: "statement", account: account.id, from, until, format }) as const;
  const open = useMutation({ mutationFn: () => asked(host().openDocument(paper("pdf"))) });
  const save = useMutation({ mutationFn: (format: "pdf" | "csv") => asked(host().saveDocument(paper(format))) });
  return (
    <Sheet opened onClose={onClose} title={t("statement.title", { number: account.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          open.mutate();
        }}
      >
        <Stack>
          <Group grow>
            <DayField data-autofocus required label={t("statement.from")} max={until || undefined} value={from} onChange={setFrom} />
            <DayField required label={t("statement.until")} min={from || undefined} value={until} onChange={setUntil} />
          </Group>
          <Refusal error={open.error ?? save.error} />
          {save.data && (
            <p className={classes.hash} role="status">
              {t("payment.saved", { path: save.data })}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" disabled={!said} loading={save.isPending && save.variables === "csv"} onClick={() => save.mutate("csv")}>
              {t("statement.saveCsv")}
            </Button>
            <Button variant="default" disabled={!said} loading={save.isPending && save.variables === "pdf"} onClick={() => save.mutate("pdf")}>
              {t("statement.save")}
            </Button>
            <Button type="submit" loading={open.isPending}>
              {t("statement.show")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
