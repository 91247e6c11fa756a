import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconFileInvoice, IconSearch } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useRef, useState } from "react";
import { usePages } from "@/backend/usePages";
import type { BillItem } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { DayText } from "@/shared/DayText";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { adjustRoute, useRoute } from "@/shared/route";
import { StateTag, type Tone } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { BillSheet } from "./BillSheet";
import classes from "./BillingPage.module.css";

const column = createColumnHelper<BillItem>();
const PAGE = 200;
const kinds: BillItem["kind"][] = ["bill", "debit_note", "surcharge", "charge"];
const tones: Record<BillItem["state"], Tone> = { open: "amber", paid: "green", written_off: "violet", credited: "violet", cancelled: "violet" };

/** Every claim or those of one kind, newest first, or those whose number begins as typed. */
export function BillsTab() {
  const t = useWords("billing");
  const { query } = useRoute();
  const [typed, setTyped] = useState("");
  const [kind, setKind] = useState<BillItem["kind"]>();
  const [text] = useDebouncedValue(typed.trim(), 200);
  const field = useRef<HTMLInputElement>(null);
  // What is looked for by its number comes on one page.
  const bills = usePages(
    "find_bills",
    (before) => ({ text, kind: text === "" ? kind : undefined, before, limit: PAGE }),
    (page) => page,
    (one) => one.id,
    text === "" ? PAGE : Infinity,
    undefined,
    true,
  );
  const asks = Number(query.get("bill"));
  useHotkeys([{ keys: "F3", words: t("bill.find"), run: () => field.current?.focus() }]);
  const columns = useMemo(
    () => [
      column.accessor("number", { header: t("bill.number"), meta: { width: "11rem" } }),
      column.accessor((bill) => t(`kind.${bill.kind}`), { id: "kind", header: t("bill.kind"), meta: { width: "7.75rem" } }),
      column.accessor("account_number", { header: t("bill.account"), meta: { width: "5.5rem" } }),
      column.accessor("customer_name", { header: t("bill.customer") }),
      column.accessor("issued_on", { header: t("bill.issued"), meta: { width: "7.25rem" }, cell: ({ getValue }) => <DayText day={getValue()} /> }),
      column.accessor("due_on", { header: t("bill.due"), meta: { width: "7.25rem" }, cell: ({ getValue }) => <DayText day={getValue()} /> }),
      column.accessor("state", {
        header: t("bill.state"),
        meta: { width: "6.5rem" },
        cell: ({ getValue }) => <StateTag tone={tones[getValue()]}>{t(`bill.states.${getValue()}`)}</StateTag>,
      }),
      column.accessor("total", { header: t("bill.total"), meta: { width: "6.75rem", right: true }, cell: ({ getValue }) => <Money minor={getValue()} /> }),
      column.accessor("left", { header: t("bill.left"), meta: { width: "6.75rem", right: true }, cell: ({ getValue }) => <Money minor={getValue()} quietZero /> }),
    ],
    [t],
  );
  return (
    <div className={classes.whole}>
      <Panel flush className={classes.grow} icon={IconFileInvoice} title={t("tabs.bills")}>
        <DataTable
          label={t("tabs.bills")}
          columns={columns}
          rows={bills.rows}
          onNearEnd={bills.more}
          moreRows={bills.left}
          cut={text !== "" && bills.rows?.length === PAGE}
          rowId={(bill) => String(bill.id)}
          onOpen={(bill) => adjustRoute({ bill: bill.id })}
          minWidth="66rem"
          filterable={false}
          error={bills.error}
          empty={<EmptyState icon={IconFileInvoice} title={t("bill.none")} words={text !== "" ? t("bill.noMatch") : kind ? t("bill.noneOfKind") : t("bill.noneWords")} />}
          tools={
            <>
              <NativeSelect
                size="xs"
                aria-label={t("bill.kinds")}
                // A number is found whatever it claims.
                disabled={typed.trim() !== ""}
                data={[{ value: "", label: t("bill.allKinds") }, ...kinds.map((one) => ({ value: one, label: t(`kinds.${one}`) }))]}
                value={kind ?? ""}
                onChange={(event) => setKind(kinds.find((one) => one === event.currentTarget.value))}
              />
              <TextInput
                ref={field}
                size="xs"
                aria-label={t("bill.find")}
                placeholder={t("bill.findHint")}
                leftSection={<IconSearch aria-hidden="true" size="0.9rem" stroke={1.75} />}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            </>
          }
        />
      </Panel>
      {asks > 0 && <BillSheet id={asks} onClose={() => adjustRoute({ bill: undefined })} />}
    </div>
  );
}
