import { ActionIcon, Button } from "@mantine/core";
import { IconFileText, IconGauge, IconPlugX, IconPlus } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import type { AccountView, CustomerCard } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { LateTag } from "@/shared/LateTag";
import { Money } from "@/shared/Money";
import { ServiceMark } from "@/shared/ServiceMark";
import { useMay } from "@/shared/session";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { AccountForm } from "./AccountForm";
import classes from "./AccountsTab.module.css";
import { StatementSheet } from "./StatementSheet";
import { SwitchSheet } from "./SwitchSheet";

const column = createColumnHelper<AccountView>();

type Props = { card: CustomerCard; mayEdit: boolean };
type Front =
  | { show: "form"; account?: AccountView }
  | { show: "switch"; account: AccountView }
  | { show: "statement"; account: AccountView }
  | null;

export function AccountsTab({ card, mayEdit }: Props) {
  const t = useWords("customers");
  const maySwitch = useMay("cut or reconnect accounts");
  const [front, setFront] = useState<Front>(null);
  const columns = useMemo(
    () => [
      column.accessor("service", {
        header: t("account.service"),
        meta: { width: "7.25rem" },
        cell: ({ getValue }) => <ServiceMark service={getValue()} />,
      }),
      column.accessor("number", { header: t("account.number"), meta: { width: "6rem" } }),
      column.accessor("meter", { header: t("account.meter"), meta: { width: "6.75rem" } }),
      column.accessor("tariff", { header: t("account.tariff") }),
      column.accessor("status", {
        header: t("account.status"),
        meta: { width: "14.5rem" },
        cell: ({ row: { original: one } }) => (
          <span className={classes.tags}>
            <StateTag tone={one.status === "cut" ? "red" : one.status === "active" ? "green" : "quiet"} icon={one.status === "cut" ? IconPlugX : undefined}>
              {t(`account.${one.status}`)}
              {one.cut_on ? ` ${showDay(one.cut_on, "short")}` : ""}
            </StateTag>
            {one.disconnection_on && (
              <StateTag tone="red" icon={IconPlugX}>
                {t("account.disconnection", { day: showDay(one.disconnection_on, "short") })}
              </StateTag>
            )}
            {one.due > 0 && <LateTag late={one.lateness} dueOn={one.late_from ?? undefined} />}
          </span>
        ),
      }),
      column.accessor("credit", {
        header: t("account.credit"),
        meta: { width: "5.5rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} quietZero />,
      }),
      column.accessor("due", {
        header: t("account.due"),
        meta: { width: "6.5rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} quietZero />,
      }),
      column.display({
        id: "statement",
        header: () => <span className="cf-visually-hidden">{t("statement.open")}</span>,
        meta: { width: "3rem", right: true },
        cell: ({ row: { original } }) => (
          <ActionIcon
            variant="default"
            size="1.5rem"
            title={t("statement.open")}
            aria-label={t("statement.of", { number: original.number })}
            onClick={(event) => {
              event.stopPropagation();
              setFront({ show: "statement", account: original });
            }}
          >
            <IconFileText aria-hidden="true" size="0.9rem" stroke={1.75} />
          </ActionIcon>
        ),
      }),
      ...(maySwitch
        ? [
            column.display({
              id: "switch",
              header: () => <span className="cf-visually-hidden">{t("account.switch")}</span>,
              meta: { width: "9.25rem", right: true },
              cell: ({ row: { original } }) => (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={(event) => {
                    event.stopPropagation();
                    setFront({ show: "switch", account: original });
                  }}
                >
                  {t("account.switch")}
                </Button>
              ),
            }),
          ]
        : []),
    ],
    [t, maySwitch],
  );
  const places = card.properties.filter((property) => property.active);
  return (
    <>
      <DataTable
        label={t("tabs.accounts")}
        columns={columns}
        rows={card.accounts}
        minWidth="66rem"
        rowId={(account) => String(account.id)}
        onOpen={mayEdit ? (account) => setFront({ show: "form", account }) : undefined}
        filterable={card.accounts.length > 10}
        empty={<EmptyState icon={IconGauge} title={t("account.none")} words={t("account.noneWords")} />}
        tools={
          mayEdit && (
            <Button size="xs" variant="default" disabled={places.length === 0} leftSection={<IconPlus aria-hidden="true" size="1rem" />} onClick={() => setFront({ show: "form" })}>
              {t("account.add")}
            </Button>
          )
        }
      />
      {front?.show === "form" && (
        <AccountForm card={card} account={front.account} onClose={() => setFront(null)} />
      )}
      {front?.show === "statement" && <StatementSheet account={front.account} onClose={() => setFront(null)} />}
      {front?.show === "switch" && <SwitchSheet account={front.account} onClose={() => setFront(null)} />}
    </>
  );
}
