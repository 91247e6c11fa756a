import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { IconUserQuestion } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { CycleView, UnbilledAccount } from "@/backend/wire";
import { showCount } from "@/shared/amounts";
import { DataTable } from "@/shared/DataTable";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { goTo } from "@/shared/route";
import { useMay } from "@/shared/session";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./BillingPage.module.css";
import { useUnbilled } from "./useUnbilled";

const column = createColumnHelper<UnbilledAccount>();
/** Accounts that come into a cycle in one act. */
const MOST = 500;

/** Who no run bills, for they are in no cycle or in a retired one; and a cycle to put them in. */
export function Unbilled({ cycles }: { cycles: CycleView[] }) {
  const t = useWords("billing");
  const may = useMay("change customers");
  const list = useUnbilled();
  const put = useCommand("put_in_cycle");
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [cycle, setCycle] = useState("");
  const open = cycles.filter((one) => one.active);
  const chosen = (list.rows ?? []).filter((row) => picked.has(row.account)).slice(0, MOST);
  const columns = useMemo(() => {
    const toggle = (account: number) =>
      setPicked((before) => {
        const now = new Set(before);
        if (!now.delete(account)) now.add(account);
        return now;
      });
    return [
      ...(may
        ? [
            column.display({
              id: "pick",
              header: () => <span className="cf-visually-hidden">{t("unbilled.pick")}</span>,
              meta: { width: "2.75rem" },
              cell: ({ row: { original: one } }) => (
                <Checkbox
                  size="xs"
                  aria-label={t("unbilled.pickOne", { number: one.number })}
                  checked={picked.has(one.account)}
                  onClick={(event) => event.stopPropagation()}
                  onChange={() => toggle(one.account)}
                />
              ),
            }),
          ]
        : []),
      column.accessor("number", { header: t("unbilled.account"), meta: { width: "8rem" } }),
      column.accessor("name", { header: t("unbilled.name") }),
      column.accessor("address", { header: t("unbilled.address") }),
      column.accessor("tariff", { header: t("unbilled.tariff"), meta: { width: "10rem" } }),
      column.accessor((row) => (row.billed_to ? showDay(row.billed_to, "short") : t("unbilled.never")), {
        id: "billed",
        header: t("unbilled.billedTo"),
        meta: { width: "7rem" },
      }),
      column.accessor((row) => (row.cycle === "" ? t("unbilled.inNone") : t("unbilled.inRetired", { code: row.cycle })), {
        id: "why",
        header: t("unbilled.why"),
        meta: { width: "10rem" },
        cell: ({ getValue }) => <StateTag tone="amber">{getValue()}</StateTag>,
      }),
    ];
  }, [t, may, picked]);
  if (list.rows?.length === 0 && !list.error && !put.data) return null;
  return (
    <Panel flush className={classes.grow} icon={IconUserQuestion} title={t("unbilled.title")} aside={showCount(list.total)}>
      <DataTable
        label={t("unbilled.title")}
        columns={columns}
        rows={list.rows}
        total={list.total}
        rowId={(row) => String(row.account)}
        onOpen={(row) => goTo("customers", String(row.customer))}
        onNearEnd={list.more}
        moreRows={list.left}
        error={list.error}
        sortable={false}
        minWidth="56rem"
        empty={<EmptyState icon={IconUserQuestion} title={t("unbilled.title")} words={t("unbilled.words")} />}
        tools={
          may &&
          open.length > 0 && (
            <>
              <Button
                size="xs"
                variant="default"
                onClick={() => setPicked(new Set(chosen.length > 0 ? [] : (list.rows ?? []).slice(0, MOST).map((row) => row.account)))}
              >
                {chosen.length > 0 ? t("unbilled.pickNone") : t("unbilled.pickAll")}
              </Button>
              <NativeSelect
                size="xs"
                aria-label={t("unbilled.into")}
                data={[{ value: "", label: t("unbilled.into"), disabled: true }, ...open.map((one) => ({ value: String(one.id), label: `${one.code} · ${one.name}` }))]}
                value={cycle}
                onChange={(event) => setCycle(event.currentTarget.value)}
              />
              <Button
                size="xs"
                disabled={cycle === "" || chosen.length === 0}
                loading={put.isPending}
                onClick={() =>
                  put.mutate(
                    { cycle: Number(cycle), accounts: chosen.map(({ account, version }) => ({ account, version })) },
                    { onSuccess: () => setPicked(new Set()) },
                  )
                }
              >
                {t("unbilled.put", { count: chosen.length })}
              </Button>
            </>
          )
        }
      />
      {put.data && chosen.length === 0 && <p role="status">{t("unbilled.done", { count: put.data.accounts, code: put.data.cycle })}</p>}
      <Refusal error={put.error} />
    </Panel>
  );
}
