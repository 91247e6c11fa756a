import { Anchor, Button, Checkbox } from "@mantine/core";
import { IconHistory, IconMapPin, IconPhone, IconPlugX, IconUser } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { AccountView, CustomerCard } from "@/backend/wire";
import { showDay } from "@/shared/days";
import { DayText } from "@/shared/DayText";
import { languageName } from "@/shared/languages";
import { LateTag } from "@/shared/LateTag";
import { useMinimumWords } from "@/shared/minimumWords";
import { Money } from "@/shared/Money";
import { showMoney, useCurrency } from "@/shared/amounts";
import { stands } from "@/shared/PaymentState";
import { ReadingSheet } from "@/shared/ReadingSheet";
import { href } from "@/shared/route";
import { useMay } from "@/shared/session";
import { ServiceMark } from "@/shared/ServiceMark";
import { StateTag } from "@/shared/StateTag";
import { unitOf } from "@/shared/units";
import { useWords } from "@/shared/words";
import { claimsOf, type OpenClaim } from "./claims";
import classes from "./VisitPanel.module.css";

// Charts are heavy; the money can be taken before they are there.
const UsageChart = lazy(() => import("@/shared/UsageChart"));

type Props = {
  customer: CustomerCard;
  chosen: number[];
  /** Whether the payment of what is chosen is being put together beside this. */
  paying: boolean;
  onToggle: (account: number) => void;
  onClear: () => void;
  /** The field that finds the next customer. */
  find: ReactNode;
};

/** Who stands here, what they owe, and what of it is paid now. */
export function VisitPanel({ customer, chosen, paying, onToggle, onClear, find }: Props) {
  const t = useWords("counter");
  return (
    <section className={classes.panel} aria-label={t("visit.title")}>
      <div className={classes.scroll}>
        <Customer key={customer.id} customer={customer} chosen={chosen} paying={paying} onToggle={onToggle} />
      </div>
      <div className={classes.foot}>
        <div className={classes.find}>{find}</div>
        <Button variant="subtle" color="gray" onClick={onClear}>
          {t("visit.clear")}
        </Button>
      </div>
    </section>
  );
}

type CustomerProps = Pick<Props, "chosen" | "paying" | "onToggle"> & { customer: CustomerCard };

function Customer({ customer, chosen, paying, onToggle }: CustomerProps) {
  const t = useWords("counter");
  const first = customer.accounts.find((account) => chosen.includes(account.id)) ?? customer.accounts[0];
  const [shown, setShown] = useState<number | null>(null);
  const lastPaid = customer.payments.find(stands);
  const addresses = customer.properties.filter((property) => property.active);
  const minima = customer.accounts.filter((account) => account.minimum && chosen.includes(account.id)).length;
  const detail = customer.accounts.find((account) => account.id === shown) ?? first;
  return (
    <article className={classes.customer}>
      <header className={classes.head}>
        <h2 className={classes.name}>
          <Anchor href={href("customers", customer.id)} c="inherit" fz="inherit" fw="inherit" underline="hover">
            {customer.name}
          </Anchor>
        </h2>
        {customer.language !== "" && customer.language !== "en" && <StateTag>{languageName(customer.language)}</StateTag>}
        {customer.cash_only && <StateTag tone="red">{t("visit.cashOnly")}</StateTag>}
        {customer.by_law !== "none" && (
          <StateTag tone="brand" icon={IconUser}>
            {t(`visit.${customer.by_law}`)}
          </StateTag>
        )}
      </header>
      <p className={classes.facts}>
        <Fact icon={<IconMapPin aria-hidden="true" size="0.95rem" stroke={1.75} />}>{addresses[0]?.address}</Fact>
        {customer.phone_masked && (
          <Fact icon={<IconPhone aria-hidden="true" size="0.95rem" stroke={1.75} />}>{customer.phone_masked}</Fact>
        )}
        <Fact icon={<IconHistory aria-hidden="true" size="0.95rem" stroke={1.75} />}>
          {lastPaid ? (
            <>
              {t("visit.lastPaid")} <DayText day={lastPaid.business_on} style="short" />,{" "}
              <Money minor={lastPaid.paid} />
            </>
          ) : (
            t("visit.neverPaid")
          )}
        </Fact>
      </p>
      <ul className={classes.accounts}>
        {customer.accounts.map((account) => (
          <Account
            key={account.id}
            account={account}
            chosen={chosen.includes(account.id)}
            minimumIsPaid={chosen.includes(account.id) && minima === 1 && paying}
            onToggle={() => onToggle(account.id)}
            onShow={() => setShown(account.id)}
          />
        ))}
      </ul>
      {detail && <Detail account={detail} />}
    </article>
  );
}

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <span className={classes.fact}>
      {icon}
      <span>{children}</span>
    </span>
  );
}

type AccountProps = {
  account: AccountView;
  chosen: boolean;
  /** Whether its minimum stands, alone, on the button that pays it. */
  minimumIsPaid: boolean;
  onToggle: () => void;
  onShow: () => void;
};

function Account({ account, chosen, minimumIsPaid, onToggle, onShow }: AccountProps) {
  const t = useWords("counter");
  const minimumWords = useMinimumWords();
  const currency = useCurrency();
  const claims = claimsOf(account.open_bills);
  const surcharges = account.open_bills.length - claims.length;
  const owed = [t("visit.bills", { count: claims.length }), surcharges > 0 && t("visit.surcharges", { count: surcharges })].filter(Boolean);
  const notes = [
    account.tariff,
    account.meter && t("visit.meter", { meter: account.meter }),
    account.credit > 0 && t("visit.credit", { amount: showMoney(account.credit, currency) }),
    account.disputed > 0 && t("visit.disputed", { amount: showMoney(account.disputed, currency) }),
  ].filter(Boolean);
  return (
    <li className={classes.account} data-chosen={chosen || undefined} onMouseEnter={onShow} onFocus={onShow}>
      <Checkbox
        checked={chosen}
        disabled={account.status === "closed"}
        onChange={onToggle}
        aria-label={t("visit.include", { account: account.number })}
      />
      <ServiceMark service={account.service} look="tile" />
      <div className={classes.accountWords}>
        <p className={classes.accountHead}>
          <span className={classes.accountNumber}>
            {t(`shared:service.${account.service}`)} · {account.number}
          </span>
          {account.status === "cut" && (
            <StateTag tone="red" icon={IconPlugX}>
              {account.cut_on ? t("visit.cut", { day: showDay(account.cut_on, "short") }) : t("visit.cutPlain")}
            </StateTag>
          )}
          {account.status === "closed" && <StateTag>{t("visit.closed")}</StateTag>}
          {account.disconnection_on && account.status === "active" && (
            <StateTag tone="red" icon={IconPlugX}>
              {t("visit.disconnection", { day: showDay(account.disconnection_on, "short") })}
            </StateTag>
          )}
          <LateTag late={account.lateness} dueOn={account.late_from ?? undefined} />
        </p>
        <p className={classes.note}>{notes.join(" · ")}</p>
        {account.minimum && !minimumIsPaid && (
          <p className={classes.minimum}>
            {minimumWords(account.minimum)} <Money minor={account.minimum.amount} />
          </p>
        )}
      </div>
      <div className={classes.owed}>
        <span className={classes.owedAmount}>
          <Money minor={account.due + account.accrued} quietZero />
        </span>
        <p className={classes.note}>{account.open_bills.length > 0 ? owed.join(" · ") : t("visit.noBills")}</p>
        {account.accrued > 0 && (
          <p className={classes.note}>{t("visit.accrued", { amount: showMoney(account.accrued, currency) })}</p>
        )}
      </div>
    </li>
  );
}

/**
 * One claim, and under it what of it is due with a later bill, and what its lateness has cost: surcharges that were charged,
 * then what has accrued since.
 */
function Claim({ bill, surcharges }: OpenClaim) {
  const t = useWords("counter");
  const left = bill.surcharge + bill.rest;
  const later = bill.later.filter((part) => part.amount < left);
  return (
    <>
      <tr>
        <th scope="row">
          {bill.kind === "bill" ? showDay(bill.period_to, "month") : t(`visit.kind.${bill.kind}`)}
          <span className={classes.billNumber}>{bill.number}</span>
        </th>
        <td>
          <DayText day={later.length > 0 ? bill.due_on : bill.late_from} style="short" />
        </td>
        <td>
          <Money minor={left} />
        </td>
      </tr>
      {later.map((part) => (
        <tr key={part.due_on}>
          <th scope="row">{t("visit.later")}</th>
          <td>
            <DayText day={part.due_on} style="short" />
          </td>
          <td>
            <Money minor={part.amount} />
          </td>
        </tr>
      ))}
      {surcharges.map((one) => (
        <tr key={one.id} className={classes.late}>
          <th scope="row">
            {t("visit.kind.surcharge")}
            <span className={classes.billNumber}>{one.number}</span>
          </th>
          <td>
            <DayText day={one.due_on} style="short" />
          </td>
          <td>
            <Money minor={one.surcharge + one.rest} />
          </td>
        </tr>
      ))}
      {bill.accrued > 0 && (
        <tr className={classes.late}>
          <th scope="row">{t("visit.accruedSince")}</th>
          <td>{t("visit.withPayment")}</td>
          <td>
            <Money minor={bill.accrued} />
          </td>
        </tr>
      )}
    </>
  );
}

/** The open bills and the usage of the account under the hand. */
function Detail({ account }: { account: AccountView }) {
  const t = useWords("counter");
  const mayRead = useMay("enter readings");
  const [reading, setReading] = useState(false);
  const open = account.open_bills;
  return (
    <div className={classes.detail}>
      <section className={classes.card} aria-label={t("visit.openBills")}>
        <table className={classes.bills}>
          <thead>
            <tr>
              <th scope="col">{t("visit.bill")}</th>
              <th scope="col">{t("visit.dueOn")}</th>
              <th scope="col">{t("visit.balance")}</th>
            </tr>
          </thead>
          <tbody>
            {claimsOf(open).map((claim) => (
              <Claim key={claim.bill.id} {...claim} />
            ))}
          </tbody>
        </table>
        {open.length === 0 && <p className={classes.note}>{t("visit.noBills")}</p>}
      </section>
      <section className={classes.card} aria-label={t("visit.usage", { unit: unitOf(account.service) })}>
        <p className={classes.cardHead}>
          <span>{t("visit.usage", { unit: unitOf(account.service) })}</span>
          {mayRead && account.meter !== "" && account.status !== "closed" && (
            <Button size="compact-xs" variant="subtle" onClick={() => setReading(true)}>
              {t("visit.read")}
            </Button>
          )}
        </p>
        {account.usage.length > 0 ? (
          <Suspense fallback={null}>
            <UsageChart service={account.service} account={account.number} usage={account.usage} />
          </Suspense>
        ) : (
          <p className={classes.note}>{t("visit.noUsage")}</p>
        )}
      </section>
      {reading && <ReadingSheet account={account.id} number={account.number} onClose={() => setReading(false)} />}
    </div>
  );
}
