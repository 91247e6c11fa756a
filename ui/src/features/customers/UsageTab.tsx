import type { CustomerCard } from "@/backend/wire";
import { ServiceMark } from "@/shared/ServiceMark";
import { unitOf, UsageChart } from "@/shared/UsageChart";
import { useWords } from "@/shared/words";
import classes from "./UsageTab.module.css";

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
            <UsageChart service={account.service} account={account.number} usage={account.usage} height="11rem" />
          ) : (
            <p className={classes.none}>{t("usage.none")}</p>
          )}
        </section>
      ))}
    </div>
  );
}
