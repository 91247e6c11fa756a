import { Tabs } from "@mantine/core";
import {
  IconBuilding,
  IconChecks,
  IconDeviceDesktop,
  IconFlame,
  IconGauge,
  IconInfoCircle,
  IconStairsUp,
  type TablerIcon,
  IconUserCog,
  IconUsers,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { goTo, useRoute } from "@/shared/route";
import { useMay } from "@/shared/session";
import { useWords } from "@/shared/words";
import { AboutTab } from "./AboutTab";
import { ApprovalsTab } from "./ApprovalsTab";
import { ArrearsTab } from "./ArrearsTab";
import { CountersTab } from "./CountersTab";
import { GasTab } from "./GasTab";
import { MeTab } from "./MeTab";
import { MeteringTab } from "./MeteringTab";
import { OfficeTab } from "./OfficeTab";
import classes from "./SettingsPage.module.css";
import { UsersTab } from "./UsersTab";

type Part = {
  name: "me" | "office" | "approvals" | "arrears" | "users" | "counters" | "metering" | "gas" | "about";
  icon: TablerIcon;
  Screen: ComponentType;
  shown: boolean;
};

/** What is set once for the office, and what everybody sets for themselves. */
export default function SettingsPage() {
  const t = useWords("settings");
  const { part } = useRoute();
  const changes = useMay("change the office's settings");
  const reads = useMay("see the audit log");
  const users = useMay("see users");
  const arrears = useMay("see arrears") && (changes || reads);
  const all: Part[] = [
    { name: "me", icon: IconUserCog, Screen: MeTab, shown: true },
    { name: "office", icon: IconBuilding, Screen: OfficeTab, shown: changes || reads },
    { name: "arrears", icon: IconStairsUp, Screen: ArrearsTab, shown: arrears },
    { name: "approvals", icon: IconChecks, Screen: ApprovalsTab, shown: changes || reads },
    { name: "users", icon: IconUsers, Screen: UsersTab, shown: users },
    { name: "counters", icon: IconDeviceDesktop, Screen: CountersTab, shown: changes || reads },
    { name: "metering", icon: IconGauge, Screen: MeteringTab, shown: changes || reads },
    { name: "gas", icon: IconFlame, Screen: GasTab, shown: changes || reads },
    { name: "about", icon: IconInfoCircle, Screen: AboutTab, shown: true },
  ];
  const parts = all.filter((one) => one.shown);
  // Whoever runs the office comes for it; everybody else for their own window.
  const tab = parts.find((one) => one.name === part)?.name ?? (changes ? "office" : "me");
  useHotkeys(
    parts.map(({ name }, index) => ({
      keys: `Alt+${index + 1}`,
      words: t(`tabs.${name}`),
      run: () => goTo("settings", name),
    })),
  );
  return (
    <Tabs
      orientation="vertical"
      className={classes.page}
      value={tab}
      onChange={(value) => goTo("settings", value ?? "")}
      keepMounted={false}
    >
      <Tabs.List className={classes.list}>
        {parts.map(({ name, icon: Icon }, index) => (
          <Tabs.Tab
            key={name}
            value={name}
            leftSection={<Icon aria-hidden="true" size="1.05rem" stroke={1.75} />}
            rightSection={<KeyHint keys={`Alt+${index + 1}`} />}
          >
            {t(`tabs.${name}`)}
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
