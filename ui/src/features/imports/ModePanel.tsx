import { Button, Radio, Stack } from "@mantine/core";
import type { ImportKind, ImportMode } from "@/backend/wire";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { useWords } from "@/shared/words";

const modes: ImportMode[] = ["all_or_nothing", "good_rows"];

type Props = {
  mode: ImportMode;
  kind: ImportKind;
  ready: boolean;
  /** What is going on: the try or the real thing. */
  busy: "try" | "start" | null;
  onMode: (mode: ImportMode) => void;
  onTry: () => void;
  onStart: () => void;
};

/** What becomes of bad rows, then a try or the real thing. */
export function ModePanel({ mode, ready, busy, onMode, onTry, onStart }: Props) {
  const t = useWords("imports");
  return (
    <Panel title={t("mode")}>
      <Radio.Group
        aria-label={t("mode")}
        value={mode}
        onChange={(value) => onMode(modes.find((one) => one === value) ?? mode)}
      >
        <Stack gap="xs">
          {modes.map((one) => (
            <Radio key={one} value={one} label={t(`modes.${one}`)} description={t(`modeWords.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Stack gap="xs" mt="md">
        <Button disabled={!ready} loading={busy === "start"} rightSection={<KeyHint keys="F8" onBrand />} onClick={onStart}>
          {t("start")}
        </Button>
        <Button variant="default" disabled={!ready} loading={busy === "try"} rightSection={<KeyHint keys="F9" />} onClick={onTry}>
          {t("dryRun")}
        </Button>
      </Stack>
    </Panel>
  );
}
