import { Tabs } from "@mantine/core";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { goTo, useRoute } from "@/shared/route";
import { useWords } from "@/shared/words";
import classes from "./BillingPage.module.css";
import { BillsTab } from "./BillsTab";
import { CorrectionsTab } from "./CorrectionsTab";
import { CyclesTab } from "./CyclesTab";
import { RunsTab } from "./RunsTab";

const tabs = ["runs", "bills", "corrections", "cycles"] as const;

/** What is claimed: the runs of the cycles, every bill, what took one back, and who is billed together. */
export default function BillingPage() {
  const t = useWords("billing");
  const { part } = useRoute();
  const tab = tabs.find((one) => one === part) ?? "runs";
  useHotkeys(
    tabs.map((one, index) => ({ keys: `Alt+${index + 1}`, words: t(`tabs.${one}`), run: () => goTo("billing", one) })),
  );
  return (
    <Tabs className={classes.tabs} value={tab} onChange={(value) => goTo("billing", value ?? "")} keepMounted={false}>
      <Tabs.List className={classes.list}>
        {tabs.map((one, index) => (
          <Tabs.Tab key={one} value={one} rightSection={<KeyHint keys={`Alt+${index + 1}`} />}>
            {t(`tabs.${one}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="runs" className={classes.panel}>
        <RunsTab />
      </Tabs.Panel>
      <Tabs.Panel value="bills" className={classes.panel}>
        <BillsTab />
      </Tabs.Panel>
      <Tabs.Panel value="corrections" className={classes.panel}>
        <CorrectionsTab />
      </Tabs.Panel>
      <Tabs.Panel value="cycles" className={classes.panel}>
        <CyclesTab />
      </Tabs.Panel>
    </Tabs>
  );
}
