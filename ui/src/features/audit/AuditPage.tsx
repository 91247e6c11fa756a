import { Tabs } from "@mantine/core";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { goTo, useRoute } from "@/shared/route";
import { useMay } from "@/shared/session";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";
import { DayTab } from "./DayTab";
import { LogTab } from "./LogTab";
import { MonthTab } from "./MonthTab";
import { SealsTab } from "./SealsTab";
import { VerifyTab } from "./VerifyTab";

/** Certainty: the day, the month to hand over, the chained log, and the check of what was handed over. */
export default function AuditPage() {
  const t = useWords("audit");
  const { part } = useRoute();
  const mayVerify = useMay("verify audit files");
  const tabs = ["day", "month", "seals", "log", ...(mayVerify ? (["verify"] as const) : [])] as const;
  const tab = tabs.find((one) => one === part) ?? "day";
  useHotkeys(
    tabs.map((one, index) => ({ keys: `Alt+${index + 1}`, words: t(`tabs.${one}`), run: () => goTo("audit", one) })),
  );
  return (
    <Tabs className={classes.tabs} value={tab} onChange={(value) => goTo("audit", value ?? "")} keepMounted={false}>
      <Tabs.List className={classes.list}>
        {tabs.map((one, index) => (
          <Tabs.Tab key={one} value={one} rightSection={<KeyHint keys={`Alt+${index + 1}`} />}>
            {t(`tabs.${one}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="day" className={classes.panel}>
        <DayTab />
      </Tabs.Panel>
      <Tabs.Panel value="month" className={classes.panel}>
        <MonthTab />
      </Tabs.Panel>
      <Tabs.Panel value="seals" className={classes.panel}>
        <SealsTab />
      </Tabs.Panel>
      <Tabs.Panel value="log" className={classes.panel}>
        <LogTab />
      </Tabs.Panel>
      {mayVerify && (
        <Tabs.Panel value="verify" className={classes.panel}>
          <VerifyTab />
        </Tabs.Panel>
      )}
    </Tabs>
  );
}
