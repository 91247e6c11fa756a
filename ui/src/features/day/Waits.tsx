import { Button, Group } from "@mantine/core";
import { useWords } from "@/shared/words";

/** It was asked for, and nothing has happened yet. */
export function Waits({ words, onClose }: { words: string; onClose: () => void }) {
  const t = useWords("shared");
  return (
    <>
      <p role="status">{words}</p>
      <Group justify="flex-end">
        <Button data-autofocus onClick={onClose}>
          {t("close")}
        </Button>
      </Group>
    </>
  );
}
