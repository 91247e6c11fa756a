import { Button } from "@mantine/core";
import { IconGauge } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { AccountView, CustomerCard } from "@/backend/wire";
import { ReadingSheet } from "@/shared/ReadingSheet";
import { ServiceMark } from "@/shared/ServiceMark";
import { useMay } from "@/shared/session";
import { unitOf } from "@/shared/units";
import { UsageHistoryChart } from "@/shared/UsageHistoryChart";
import { useWords } from "@/shared/words";
import classes from "./UsageTab.module.css";

// Charts are heavy; the money can be taken before they are there.
const UsageChart = lazy(() => import("@/shared/UsageChart"));

type Props = { card: CustomerCard; /** The person looks at themselves. */ own?: boolean };

/** Two years of every account, abnormal periods marked; a customer sees their own twelve months. */
export function UsageTab({ card, own = false }: Props) {
  const t = useWords("customers");
  const mayEnter = useMay("enter readings") && !own;
  const [reading, setReading] = useState<AccountView | null>(null);
  return (
    <div className={classes.charts}>
      {card.accounts.map((account) => (
        <section key={account.id} className={classes.chart} aria-label={account.number}>
          <p className={classes.head}>
            <ServiceMark service={account.service} /> {account.number}
            <span className={classes.unit}>{unitOf(account.service)}</span>
            {mayEnter && account.status !== "closed" && (
              <Button size="compact-xs" variant="default" leftSection={<IconGauge aria-hidden="true" size="0.9rem" />} onClick={() => setReading(account)}>
                {t("usage.read")}
              </Button>
            )}
          </p>
          {own ? (
            <Own account={account} none={t("usage.none")} />
          ) : (
            <UsageHistoryChart account={account.id} number={account.number} service={account.service} months={24} />
          )}
        </section>
      ))}
      {reading && <ReadingSheet account={reading.id} number={reading.number} onClose={() => setReading(null)} />}
    </div>
  );
}

function Own({ account, none }: { account: AccountView; none: string }) {
  if (account.usage.length === 0) return <p className={classes.none}>{none}</p>;
  return (
    <Suspense fallback={null}>
      <UsageChart service={account.service} account={account.number} usage={account.usage} height="11rem" />
    </Suspense>
  );
}
