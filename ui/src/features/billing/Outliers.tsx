import { IconChecks, IconEyeExclamation } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo } from "react";
import type { Outlier } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { EmptyState } from "@/shared/EmptyState";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { goTo } from "@/shared/route";
import { StateTag, type Tone } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./BillingPage.module.css";

const column = createColumnHelper<Outlier>();
const tones: Record<Outlier["kind"], Tone> = {
  problem: "red",
  no_reading: "red",
  rise: "amber",
  fall: "amber",
  zero: "quiet",
  estimated: "quiet",
  lately: "quiet",
};

/** What a person should look at before a run is posted, the gravest first. A row leads to its meters. */
export function Outliers({ rows }: { rows: Outlier[] }) {
  const t = useWords("billing");
  const columns = useMemo(
    () => [
      column.accessor((row) => t(`outlier.${row.kind}`), {
        id: "kind",
        header: t("outlier.why"),
        meta: { width: "7.5rem" },
        cell: ({ getValue, row }) => <StateTag tone={tones[row.original.kind]}>{getValue()}</StateTag>,
      }),
      column.accessor("number", { header: t("bill.account"), meta: { width: "5.5rem" } }),
      column.accessor((row) => (row.reason === "" ? row.customer : `${row.customer}: ${row.reason}`), {
        id: "customer",
        header: t("bill.customer"),
        cell: ({ getValue }) => <span title={getValue()}>{getValue()}</span>,
      }),
      column.accessor((row) => [row.last_units, row.units].filter((units) => units !== "").join(" → "), {
        id: "units",
        header: t("outlier.units"),
        meta: { width: "8rem", right: true },
      }),
      column.accessor("last_total", {
        header: t("outlier.before"),
        meta: { width: "6.5rem", right: true },
        cell: ({ getValue }) => <Maybe minor={getValue()} />,
      }),
      column.accessor("total", {
        header: t("outlier.now"),
        meta: { width: "6.5rem", right: true },
        cell: ({ getValue }) => <Maybe minor={getValue()} />,
      }),
    ],
    [t],
  );
  return (
    <Panel flush icon={IconEyeExclamation} title={t("outlier.title")} className={classes.grow}>
      <DataTable
        label={t("outlier.title")}
        columns={columns}
        rows={rows}
        rowId={(row) => `${row.account}`}
        onOpen={(row) => goTo("metering", "meters", { account: row.account })}
        minWidth="44rem"
        empty={<EmptyState icon={IconChecks} title={t("outlier.none")} words={t("outlier.noneWords")} />}
      />
    </Panel>
  );
}

function Maybe({ minor }: { minor: number | null }) {
  return minor === null ? null : <Money minor={minor} />;
}
