import { Tabs } from "@mantine/core";
import { IconAlertTriangle, IconGauge, IconListNumbers, type TablerIcon } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { useHotkeys } from "@/shared/hotkeys";
import { useNotStored } from "@/shared/kept";
import { KeyHint } from "@/shared/KeyHint";
import { goTo, useRoute } from "@/shared/route";
import { useMay } from "@/shared/session";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { CasesTab } from "./CasesTab";
import { LifeLineTab } from "./LifeLineTab";
import classes from "./MeteringPage.module.css";
import { ReadingsTab } from "./ReadingsTab";

type Part = { name: "readings" | "meters" | "cases"; icon: TablerIcon; Screen: ComponentType };

/** Meters are read, looked up and exchanged; what is unusual about them is worked off. */
export default function MeteringPage() {
  const t = useWords("metering");
  const { part } = useRoute();
  const enters = useMay("enter readings");
  const notStored = useNotStored("metering");
  const all: (Part & { shown: boolean })[] = [
    { name: "readings", icon: IconListNumbers, Screen: ReadingsTab, shown: enters },
    { name: "meters", icon: IconGauge, Screen: LifeLineTab, shown: true },
    { name: "cases", icon: IconAlertTriangle, Screen: CasesTab, shown: true },
  ];
  const parts = all.filter((one) => one.shown);
  const tab = parts.find((one) => one.name === part)?.name ?? parts[0]?.name ?? "meters";
  useHotkeys(
    parts.map(({ name }, at) => ({ keys: `Alt+${at + 1}`, words: t(`key.${name}`), run: () => goTo("metering", name) })),
  );
  return (
    <Tabs className={classes.page} value={tab} onChange={(value) => goTo("metering", value ?? "")} keepMounted={false}>
      <Tabs.List>
        {parts.map(({ name, icon: Icon }, at) => (
          <Tabs.Tab
            key={name}
            value={name}
            leftSection={<Icon aria-hidden="true" size="1.05rem" stroke={1.75} />}
            rightSection={<KeyHint keys={`Alt+${at + 1}`} />}
          >
            {t(`tabs.${name}`)}
            {name === "readings" && name !== tab && notStored > 0 && (
              <>
                {" "}
                <StateTag tone="amber">{t("shared:notStored", { count: notStored })}</StateTag>
              </>
            )}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {parts.map(({ name, Screen }) => (
        <Tabs.Panel key={name} value={name} className={classes.panel}>
          <Screen />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
