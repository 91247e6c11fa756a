import { IconCash, IconHourglass } from "@tabler/icons-react";
import { useState } from "react";
import { useView } from "@/backend/useView";
import type { DrawerView, ShiftView, ZReportView } from "@/backend/wire";
import { EmptyState } from "@/shared/EmptyState";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import { CountPanel } from "./CountPanel";
import { EndedPanel } from "./EndedPanel";
import { HandOverPanel } from "./HandOverPanel";
import { OpenPanel } from "./OpenPanel";
import { OpenShiftPanel } from "./OpenShiftPanel";
import { Offers } from "./Offers";
import { OtherPanel } from "./OtherPanel";
import classes from "./ShiftPage.module.css";

/** One's own drawer from the float in the morning to the Z report in the evening. */
export default function ShiftPage() {
  const drawer = useView("shift", {}, { every: 15_000 });
  // Whoever closed a drawer in another's place prints its Z report here.
  const [forOthers, setForOthers] = useState<ZReportView[]>([]);
  if (!drawer.data) return drawer.error ? <Refusal error={drawer.error} /> : null;
  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <Main drawer={drawer.data} onEnded={(z) => setForOthers((before) => [z, ...before])} />
      </div>
      <div className={classes.column}>
        {drawer.data.own && drawer.data.own.offered.length > 0 && <Offers offers={drawer.data.own.offered} />}
        <EndedPanel ended={drawer.data.ended} forOthers={forOthers} />
      </div>
    </div>
  );
}

/** What the drawer waits for. */
function Main({ drawer, onEnded }: { drawer: DrawerView; onEnded: (z: ZReportView) => void }) {
  const t = useWords("shift");
  const { own } = drawer;
  if (!own && drawer.handed) return <HandOverPanel handed={drawer.handed} />;
  // One's own stands at another counter then, where alone it is counted.
  if (drawer.for_other)
    return (
      <>
        <OtherPanel own={drawer.for_other} drawer={drawer} onEnded={onEnded} />
        {own && <Elsewhere own={own.shift} />}
      </>
    );
  if (!own) {
    if (drawer.here) {
      const words = t("taken", { name: drawer.here.name, counter: drawer.here.counter_code });
      return (
        <Panel icon={IconCash} title={t("title")}>
          <EmptyState icon={IconCash} title={t("takenTitle")} words={words} />
        </Panel>
      );
    }
    return <OpenPanel drawer={drawer} />;
  }
  if (own.shift.state === "open") return <OpenShiftPanel own={own} drawer={drawer} />;
  if (own.shift.state === "counting") return <CountPanel own={own} drawer={drawer} />;
  return <Waits own={own.shift} />;
}

/** One's own drawer that is handed over and not accepted. */
function Waits({ own }: { own: ShiftView }) {
  const t = useWords("shift");
  return (
    <Panel icon={IconHourglass} title={t("waits.title", { number: own.number })}>
      <EmptyState icon={IconHourglass} title={t("waits.name", { name: own.handed_to ?? "" })} words={t("waits.words")}>
        <HandOverPanel.TakeBack shift={own.id} words={t("waits.takeBack")} />
      </EmptyState>
    </Panel>
  );
}

/** One's own drawer while one stands at somebody else's. */
function Elsewhere({ own }: { own: ShiftView }) {
  const t = useWords("shift");
  if (own.state === "handed_over") return <Waits own={own} />;
  return (
    <Panel icon={IconCash} title={t("own.title", { number: own.number })}>
      <p className={classes.quiet}>{t("own.elsewhere", { counter: own.counter_code })}</p>
    </Panel>
  );
}
