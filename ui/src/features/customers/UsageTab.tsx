import { lazy, Suspense } from "react";
import type { CustomerCard } from "@/backend/wire";
import { ServiceMark } from "@/shared/ServiceMark";
import { unitOf } from "@/shared/units";
import { useWords } from "@/shared/words";
import classes from "./UsageTab.module.css";

// Charts are heavy; the money can be taken before they are there.
const UsageChart = lazy(() => import("@/shared/UsageChart"));

/** Twelve months of every account. */
export function UsageTab({ card }: { card: CustomerCard }) {
  const t = useWords("customers");
  return (
    <div className={classes.charts}>
      {card.accounts.map((account) => (
        <section key={account.id} className={classes.chart} aria-label={account.number}>
          <p className={classes.head}>
            <ServiceMark service={account.service} /> {account.number}
            <span className={classes.unit}>{unitOf(account.service)}</span>
          </p>
          {account.usage.length > 0 ? (
            <Suspense fallback={null}>
              <UsageChart service={account.service} account={account.number} usage={account.usage} height="11rem" />
            </Suspense>
          ) : (
            <p className={classes.none}>{t("usage.none")}</p>
          )}
        </section>
      ))}
    </div>
  );
}
