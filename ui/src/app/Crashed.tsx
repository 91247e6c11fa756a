import { Button } from "@mantine/core";
import { IconMoodSad } from "@tabler/icons-react";
import { EmptyState } from "@/shared/EmptyState";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";

export function Crashed({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const t = useWords("app");
  return (
    <EmptyState icon={IconMoodSad} title={t("crashed")} words={t("crashedWords")}>
      <Refusal error={error} />
      <Button variant="default" onClick={onAgain}>
        {t("reload")}
      </Button>
    </EmptyState>
  );
}
