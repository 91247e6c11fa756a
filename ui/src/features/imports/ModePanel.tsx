import { Button, Radio, Stack } from "@mantine/core";
import type { ImportKind, ImportMode } from "@/backend/wire";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { useWords } from "@/shared/words";
import classes from "./ImportsPage.module.css";

const modes: ImportMode[] = ["all_or_nothing", "good_rows"];

type Props = {
  mode: ImportMode;
  kind: ImportKind;
  /** Bytes of the file. */
  size: number;
  ready: boolean;
  /** What is going on: the try or the real thing. */
  busy: "try" | "start" | null;
  onMode: (mode: ImportMode) => void;
  onTry: () => void;
  onStart: () => void;
};

/** From so many bytes on, a file that is stored in one piece keeps counters waiting long enough to be said. */
const LARGE = 5_000_000;

/** A million bytes a second: half of what docs/measurements.md has, for a counter's machine is no bench. */
const BYTES_A_MINUTE = 60_000_000;

/** What becomes of bad rows, then a try or the real thing. */
export function ModePanel({ mode, size, ready, busy, onMode, onTry, onStart }: Props) {
  const t = useWords("imports");
  const minutes = Math.ceil(size / BYTES_A_MINUTE);
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
      {mode === "all_or_nothing" && size > LARGE && (
        <p className={classes.holds} role="status">
          {t("holds", { count: minutes })}
        </p>
      )}
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
