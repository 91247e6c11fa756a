import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { showCount } from "@/shared/amounts";
import { monthOf } from "@/shared/dayMath";
import { DayPicker } from "@/shared/DayPicker";
import { Refusal } from "@/shared/Refusal";
import { useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";

/** A document folder that was lost or moved is filled again from the book: the office's own copies, no duplicates. */
export function PapersAgainSheet({ onClose }: { onClose: () => void }) {
  const t = useWords("settings");
  const { business_on: today } = useSession();
  const again = useCommand("write_papers_again");
  const [from, setFrom] = useState(`${monthOf(today)}-01`);
  const [to, setTo] = useState(today);
  return (
    <Sheet opened onClose={onClose} title={t("papersAgain.title")}>
      <Stack>
        <p>{t("papersAgain.words")}</p>
        <Group justify="space-between">
          <span>{t("papersAgain.from")}</span>
          <DayPicker label={t("papersAgain.from")} value={from} max={today} onChange={setFrom} />
        </Group>
        <Group justify="space-between">
          <span>{t("papersAgain.to")}</span>
          <DayPicker label={t("papersAgain.to")} value={to} max={today} onChange={setTo} />
        </Group>
        <Refusal error={again.error} />
        {again.data && <p role="status">{t("papersAgain.done", { count: again.data.papers, shown: showCount(again.data.papers) })}</p>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:close")}
          </Button>
          <Button loading={again.isPending} onClick={() => again.mutate({ from, to })}>
            {t("papersAgain.submit")}
          </Button>
        </Group>
      </Stack>
    </Sheet>
  );
}
