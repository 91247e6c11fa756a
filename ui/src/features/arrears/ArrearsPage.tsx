import { Tabs } from "@mantine/core";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { adjustRoute, goTo, useRoute } from "@/shared/route";
import { useWords } from "@/shared/words";
import { AccountSheet } from "./AccountSheet";
import { AgingTab } from "./AgingTab";
import classes from "./ArrearsPage.module.css";
import { DisputesTab } from "./DisputesTab";
import { LadderTab } from "./LadderTab";
import { NoticesTab } from "./NoticesTab";
import { OrdersTab } from "./OrdersTab";
import { PlansTab } from "./PlansTab";

const tabs = [
  { name: "ladder", Screen: LadderTab },
  { name: "aging", Screen: AgingTab },
  { name: "orders", Screen: OrdersTab },
  { name: "notices", Screen: NoticesTab },
  { name: "plans", Screen: PlansTab },
  { name: "disputes", Screen: DisputesTab },
] as const;

/** What is late, how far up the ladder it is, and what is done about it. */
export default function ArrearsPage() {
  const t = useWords("arrears");
  const { part, query } = useRoute();
  const tab = tabs.find((one) => one.name === part)?.name ?? "ladder";
  const account = Number(query.get("account"));
  useHotkeys(
    tabs.map(({ name }, index) => ({
      keys: `Alt+${index + 1}`,
      words: t(`tabs.${name}`),
      run: () => goTo("arrears", name),
    })),
  );
  return (
    <Tabs className={classes.tabs} value={tab} onChange={(value) => goTo("arrears", value ?? "")} keepMounted={false}>
      <Tabs.List className={classes.list}>
        {tabs.map(({ name }, index) => (
          <Tabs.Tab key={name} value={name} rightSection={<KeyHint keys={`Alt+${index + 1}`} />}>
            {t(`tabs.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ name, Screen }) => (
        <Tabs.Panel key={name} value={name} className={classes.panel}>
          <Screen />
        </Tabs.Panel>
      ))}
      {account > 0 && <AccountSheet account={account} onClose={() => adjustRoute({ account: undefined })} />}
    </Tabs>
  );
}
