import { Button, Tabs } from "@mantine/core";
import { IconArrowLeft, IconCash, IconCashBanknote, IconMail, IconMapPin, IconPencil, IconPhone, IconUser } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { CustomerCard } from "@/backend/wire";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { adjustRoute, goTo, useRoute } from "@/shared/route";
import { useMay } from "@/shared/session";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { AccountsTab } from "./AccountsTab";
import { BillsTab } from "./BillsTab";
import { CashOnlySheet } from "./CashOnlySheet";
import { CustomerForm } from "./CustomerForm";
import classes from "./CustomerProfile.module.css";
import { PaymentSheet } from "./PaymentSheet";
import { PaymentsTab } from "./PaymentsTab";
import { PayOutSheet } from "./PayOutSheet";
import { PropertiesTab } from "./PropertiesTab";
import { UsageTab } from "./UsageTab";

const tabs = ["accounts", "bills", "usage", "payments", "properties"] as const;

type Props = { card: CustomerCard; /** The person looks at themselves. */ own?: boolean };

/** Everything about one customer. */
export function CustomerProfile({ card, own = false }: Props) {
  const t = useWords("customers");
  const { query } = useRoute();
  const mayEdit = useMay("change customers") && !own;
  const mayPay = useMay("take payments");
  const mayForgive = useMay("bounce cheques") && !own;
  const [editing, setEditing] = useState(false);
  const [forgiving, setForgiving] = useState(false);
  const [payingOut, setPayingOut] = useState(false);
  const held = card.accounts.reduce((sum, one) => sum + one.deposit_held, 0);
  const atBank = card.accounts.reduce((sum, one) => sum + one.deposit_at_bank, 0);
  const mayPayOut = useMay("ask for approval") && mayPay && !own && card.credit > 0;
  const tab = tabs.find((one) => one === query.get("tab")) ?? "accounts";
  const receipt = Number(query.get("receipt"));
  const toCounter = () => goTo("counter", "", { customer: card.id });

  useHotkeys([
    { keys: "Escape", words: t("key.back"), run: () => goTo("customers"), ready: !own },
    { keys: "F7", words: t("key.edit"), run: () => setEditing(true), ready: mayEdit },
    { keys: "F8", words: t("key.counter"), run: toCounter, ready: mayPay },
    { keys: "F9", words: t("payOut.title"), run: () => setPayingOut(true), ready: mayPayOut },
    ...tabs.map((one, index) => ({
      keys: `Alt+${index + 1}`,
      words: t(`tabs.${one}`),
      run: () => adjustRoute({ tab: one }),
    })),
  ]);

  return (
    <article className={classes.profile} aria-label={card.name}>
      <header className={classes.head}>
        <div className={classes.who}>
          {!own && (
            <Button variant="subtle" color="gray" size="compact-sm" className={classes.back} leftSection={<IconArrowLeft aria-hidden="true" size="1rem" />} onClick={() => goTo("customers")}>
              {t("back")}
            </Button>
          )}
          <h2 className={classes.name}>
            {card.name}
            <span className={classes.number}>{card.number}</span>
            {card.by_law !== "none" && (
              <StateTag tone="brand" icon={IconUser}>
                {t(`shared:byLaw.${card.by_law}`)}
              </StateTag>
            )}
            {card.cash_only && <StateTag tone="red">{t("cashOnly.tag")}</StateTag>}
            {card.cash_only && mayForgive && (
              <Button size="compact-sm" variant="default" onClick={() => setForgiving(true)}>
                {t("cashOnly.lift")}
              </Button>
            )}
            {!card.active && <StateTag>{t("inactive")}</StateTag>}
          </h2>
          <p className={classes.facts}>
            {card.properties[0] && <Fact icon={<IconMapPin {...small} />}>{card.properties[0].address}</Fact>}
            {card.phone && <Fact icon={<IconPhone {...small} />}>{card.phone}</Fact>}
            {card.email && <Fact icon={<IconMail {...small} />}>{card.email}</Fact>}
          </p>
          {card.note && <p className={classes.note}>{card.note}</p>}
        </div>
        <dl className={classes.sums}>
          <div>
            <dt>{t("dueAll")}</dt>
            <dd>
              <Money minor={card.due} size="large" quietZero />
            </dd>
          </div>
          {card.credit > 0 && (
            <div>
              <dt>{t("credit")}</dt>
              <dd>
                <Money minor={card.credit} size="large" />
              </dd>
            </div>
          )}
          {held > 0 && (
            <div>
              <dt>{t("depositHeld")}</dt>
              <dd>
                <Money minor={held} size="large" />
              </dd>
              {atBank > 0 && (
                <dd>
                  <Money minor={atBank} /> {t("depositAtBank")}
                </dd>
              )}
            </div>
          )}
        </dl>
        {(mayPay || mayEdit) && (
          <div className={classes.acts}>
            {mayPayOut && (
              <Button variant="default" leftSection={<IconCashBanknote aria-hidden="true" size="1.05rem" stroke={1.75} />} rightSection={<KeyHint keys="F9" />} onClick={() => setPayingOut(true)}>
                {t("payOut.open")}
              </Button>
            )}
            {mayPay && (
              <Button leftSection={<IconCash aria-hidden="true" size="1.05rem" stroke={1.75} />} rightSection={<KeyHint keys="F8" onBrand />} onClick={toCounter}>
                {t("toCounter")}
              </Button>
            )}
            {mayEdit && (
              <Button variant="default" leftSection={<IconPencil aria-hidden="true" size="1.05rem" stroke={1.75} />} rightSection={<KeyHint keys="F7" />} onClick={() => setEditing(true)}>
                {t("edit")}
              </Button>
            )}
          </div>
        )}
      </header>
      <Tabs
        className={classes.tabs}
        value={tab}
        onChange={(value) => adjustRoute({ tab: value ?? undefined })}
        keepMounted={false}
      >
        <Tabs.List px="md">
          {tabs.map((one, index) => (
            <Tabs.Tab key={one} value={one} rightSection={<KeyHint keys={`Alt+${index + 1}`} />}>
              {t(`tabs.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="accounts" className={classes.panel}>
          <AccountsTab card={card} mayEdit={mayEdit} />
        </Tabs.Panel>
        <Tabs.Panel value="bills" className={classes.panel}>
          <BillsTab card={card} />
        </Tabs.Panel>
        <Tabs.Panel value="usage" className={classes.panel}>
          <UsageTab card={card} own={own} />
        </Tabs.Panel>
        <Tabs.Panel value="payments" className={classes.panel}>
          <PaymentsTab customer={card.id} onOpen={(payment) => adjustRoute({ receipt: payment })} />
        </Tabs.Panel>
        <Tabs.Panel value="properties" className={classes.panel}>
          <PropertiesTab card={card} mayEdit={mayEdit} />
        </Tabs.Panel>
      </Tabs>
      {editing && <CustomerForm card={card} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
      {payingOut && <PayOutSheet accounts={card.accounts} onClose={() => setPayingOut(false)} />}
      {forgiving && <CashOnlySheet card={card} onClose={() => setForgiving(false)} />}
      {receipt > 0 && <PaymentSheet payment={receipt} onClose={() => adjustRoute({ receipt: undefined })} />}
    </article>
  );
}

const small = { "aria-hidden": true, size: "0.95rem", stroke: 1.75 } as const;

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <span className={classes.fact}>
      {icon}
      <span>{children}</span>
    </span>
  );
}
