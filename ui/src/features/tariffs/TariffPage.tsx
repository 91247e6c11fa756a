import { Button, Skeleton, Tabs } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useState } from "react";
import { useView } from "@/backend/useView";
import type { TariffView } from "@/backend/wire";
import { useHotkeys } from "@/shared/hotkeys";
import { useKeptText } from "@/shared/kept";
import { KeyHint } from "@/shared/KeyHint";
import { Refusal } from "@/shared/Refusal";
import { adjustRoute, goTo, useRoute } from "@/shared/route";
import { useMay } from "@/shared/session";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { counted } from "./counted";
import { EditTab } from "./EditTab";
import { PlanService } from "./PlanService";
import { QuoteTab } from "./QuoteTab";
import { ReadTab } from "./ReadTab";
import { RetireSheet } from "./RetireSheet";
import { SimulateTab } from "./SimulateTab";
import classes from "./TariffPage.module.css";
import { VersionsPanel } from "./VersionsPanel";

/** One plan: a version to read, and what it would cost, change or become. */
export function TariffPage({ id }: { id: number }) {
  const { query } = useRoute();
  const version = Number(query.get("version"));
  const tariff = useView("tariff", { tariff: id, version: version > 0 ? version : null }, { keep: true });
  if (tariff.data) return <Plan tariff={tariff.data} />;
  if (tariff.error) return <Refusal error={tariff.error} />;
  return <Skeleton height="100%" radius="lg" aria-busy="true" />;
}

const tabs = ["read", "quote", "simulate", "edit"] as const;

function Plan({ tariff }: { tariff: TariffView }) {
  const t = useWords("tariffs");
  const { query } = useRoute();
  const mayChange = useMay("change tariffs");
  const mayRun = useMay("see tariffs");
  // An hour of typing is not dropped by a look at last year's order, nor at another room.
  const [draft, setDraft] = useKeptText(`tariff:${tariff.id}`);
  const [begun, setBegun] = useKeptText(`tariff:${tariff.id}:begun`);
  const [retiring, setRetiring] = useState(false);
  const shown = tabs.filter((one) => (one === "edit" ? mayChange : one === "simulate" ? mayRun : true));
  const tab = shown.find((one) => one === query.get("tab")) ?? "read";
  useHotkeys([
    { keys: "Escape", words: t("key.back"), run: () => goTo("tariffs") },
    ...shown.map((one, at) => ({ keys: `Alt+${at + 1}`, words: t(`tabs.${one}`), run: () => adjustRoute({ tab: one }) })),
  ]);
  return (
    <article className={classes.page} aria-label={tariff.name}>
      <header className={classes.head}>
        <div>
          <Button variant="subtle" color="gray" size="compact-sm" className={classes.back} leftSection={<IconArrowLeft aria-hidden="true" size="1rem" />} onClick={() => goTo("tariffs")}>
            {t("back")}
          </Button>
          <h2 className={classes.name}>
            {tariff.name} <PlanService service={tariff.page.service} />
            {!tariff.active && <StateTag>{t("retired")}</StateTag>}
          </h2>
          <p className={classes.quiet}>{t("onPlan", counted(tariff.accounts))}</p>
        </div>
        {mayChange && (
          <Button variant="default" size="xs" onClick={() => setRetiring(true)}>
            {tariff.active ? t("retire") : t("takeUp")}
          </Button>
        )}
      </header>
      <div className={classes.body}>
        <Tabs className={classes.tabs} value={tab} keepMounted={false} onChange={(value) => adjustRoute({ tab: value ?? undefined })}>
          <Tabs.List px="md">
            {shown.map((one, at) => (
              <Tabs.Tab key={one} value={one} rightSection={<KeyHint keys={`Alt+${at + 1}`} />}>
                {t(`tabs.${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="read" className={classes.panel}>
            <ReadTab page={tariff.page} text={tariff.text} />
          </Tabs.Panel>
          <Tabs.Panel value="quote" className={classes.panel}>
            <QuoteTab key={tariff.shown.id} tariff={tariff} />
          </Tabs.Panel>
          <Tabs.Panel value="simulate" className={classes.panel}>
            <SimulateTab tariff={tariff} draft={draft} />
          </Tabs.Panel>
          <Tabs.Panel value="edit" className={classes.panel}>
            <EditTab tariff={tariff} draft={draft} onDraft={setDraft} begun={begun} onBegun={setBegun} />
          </Tabs.Panel>
        </Tabs>
        <VersionsPanel
          versions={tariff.versions}
          shown={tariff.shown.id}
          onShow={(version) => adjustRoute({ version })}
        />
      </div>
      {retiring && <RetireSheet tariff={tariff} onClose={() => setRetiring(false)} />}
    </article>
  );
}
