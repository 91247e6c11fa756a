import { Tabs } from "@mantine/core";
import { IconBuilding, IconDeviceDesktop, type TablerIcon, IconUserCog, IconUsers } from "@tabler/icons-react";
import { goTo, useRoute } from "@/shared/route";
import { useMay } from "@/shared/session";
import { useWords } from "@/shared/words";
import { CountersTab } from "./CountersTab";
import { MeTab } from "./MeTab";
import { OfficeTab } from "./OfficeTab";
import classes from "./SettingsPage.module.css";
import { UsersTab } from "./UsersTab";

type Part = "me" | "office" | "users" | "counters";

const icons: Record<Part, TablerIcon> = {
  me: IconUserCog,
  office: IconBuilding,
  users: IconUsers,
  counters: IconDeviceDesktop,
};

/** What is set once, and what everybody sets for themselves. */
export default function SettingsPage() {
  const t = useWords("settings");
  const { part } = useRoute();
  const mayUsers = useMay("manage users");
  const mayOffice = useMay("change the office's settings");
  const parts: Part[] = ["me", "office", ...(mayUsers ? ["users" as const] : []), ...(mayOffice ? ["counters" as const] : [])];
  const tab = parts.find((one) => one === part) ?? (mayOffice ? "office" : "me");
  return (
    <Tabs
      orientation="vertical"
      className={classes.page}
      value={tab}
      onChange={(value) => goTo("settings", value ?? "")}
      keepMounted={false}
    >
      <Tabs.List className={classes.list}>
        {parts.map((one) => {
          const Icon = icons[one];
          return (
            <Tabs.Tab key={one} value={one} leftSection={<Icon aria-hidden="true" size="1.05rem" stroke={1.75} />}>
              {t(`tabs.${one}`)}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      <Tabs.Panel value="me" className={classes.panel}>
        <MeTab />
      </Tabs.Panel>
      <Tabs.Panel value="office" className={classes.panel}>
        <OfficeTab mayChange={mayOffice} />
      </Tabs.Panel>
      {mayUsers && (
        <Tabs.Panel value="users" className={classes.panel}>
          <UsersTab />
        </Tabs.Panel>
      )}
      {mayOffice && (
        <Tabs.Panel value="counters" className={classes.panel}>
          <CountersTab />
        </Tabs.Panel>
      )}
    </Tabs>
  );
}
