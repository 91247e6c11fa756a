import { Button } from "@mantine/core";
import { IconCash } from "@tabler/icons-react";
import { useState } from "react";
import type { DrawerView, OwnShift, ZReportView } from "@/backend/wire";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { useWords } from "@/shared/words";
import { CountPanel } from "./CountPanel";
import { CountSheet } from "./CountSheet";

/** Somebody else's drawer at this counter: a manager counts and closes it in their place. */
export function OtherPanel({ own, drawer, onEnded }: { own: OwnShift; drawer: DrawerView; onEnded: (z: ZReportView) => void }) {
  const t = useWords("shift");
  const [counting, setCounting] = useState(false);
  const open = own.shift.state === "open";
  useHotkeys(open ? [{ keys: "F8", words: t("other.count"), run: () => setCounting(true) }] : []);
  if (own.shift.state === "counting") return <CountPanel own={own} drawer={drawer} onEnded={onEnded} />;
  return (
    <Panel icon={IconCash} title={t("own.title", { number: own.shift.number })}>
      <EmptyState icon={IconCash} title={t("takenTitle")} words={t("other.words", { name: own.shift.name, counter: own.shift.counter_code })}>
        {open && (
          <Button rightSection={<KeyHint keys="F8" onBrand />} onClick={() => setCounting(true)}>
            {t("other.count")}
          </Button>
        )}
      </EmptyState>
      {counting && <CountSheet own={own} denominations={drawer.denominations} onClose={() => setCounting(false)} />}
    </Panel>
  );
}
