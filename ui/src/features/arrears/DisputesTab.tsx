import { Button, Group, SegmentedControl, Switch, TextInput } from "@mantine/core";
import { IconMessageQuestion } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { usePages } from "@/backend/usePages";
import { useView } from "@/backend/useView";
import type { DisputeState, DisputeView } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import { showMoney, type TypedAmount, useCurrency } from "@/shared/amounts";
import { DataTable } from "@/shared/DataTable";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { adjustRoute } from "@/shared/route";
import { useMay } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { TwoPersons } from "@/shared/TwoPersons";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";
import { disputeTone } from "./looks";

const PAGE = 200;
const column = createColumnHelper<DisputeView>();

/** What customers do not agree with, until somebody decides. */
export function DisputesTab() {
  const t = useWords("arrears");
  const may = useMay("work arrears");
  const [all, setAll] = useState(false);
  const [deciding, setDeciding] = useState<DisputeView | null>(null);
  const disputes = usePages<"disputes", DisputeView>(
    "disputes",
    (before) => ({ open: !all, before, limit: PAGE }),
    (page) => page.rows,
    (row) => row.id,
    PAGE,
  );
  const columns = useMemo(
    () => [
      column.accessor("bill_number", { header: t("col.bill"), meta: { width: "11rem" } }),
      column.accessor("account_number", { header: t("col.account"), meta: { width: "7rem" } }),
      column.accessor("name", { header: t("col.name"), meta: { width: "11rem" } }),
      column.accessor((row) => row.outcome || row.reason, { id: "reason", header: t("col.reason") }),
      column.accessor((row) => showDay(row.opened_on, "short"), { id: "on", header: t("col.since"), meta: { width: "6rem" } }),
      column.accessor((row) => t(row.rejected > 0 ? "dispute.inPart" : `dispute.${row.state}`), {
        id: "state",
        header: t("col.state"),
        meta: { width: "8rem" },
        cell: ({ getValue, row }) => <StateTag tone={disputeTone[row.original.state]}>{getValue()}</StateTag>,
      }),
      column.accessor("amount", {
        header: t("col.disputed"),
        meta: { width: "7rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} />,
      }),
    ],
    [t],
  );
  return (
    <div className={classes.whole}>
      <Panel
        flush
        icon={IconMessageQuestion}
        title={t("tabs.disputes")}
        aside={<Switch label={t("dispute.all")} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />}
      >
        <DataTable
          label={t("tabs.disputes")}
          columns={columns}
          rows={disputes.rows}
          total={all ? undefined : disputes.first?.open}
          rowId={(row) => String(row.id)}
          onOpen={(row) => (may && row.state === "open" ? setDeciding(row) : adjustRoute({ account: row.account }))}
          onNearEnd={disputes.more}
          moreRows={disputes.left}
          error={disputes.error}
          minWidth="60rem"
          empty={<EmptyState icon={IconMessageQuestion} title={t("dispute.none")} words={t("dispute.noneWords")} />}
        />
      </Panel>
      {deciding && <DecideSheet dispute={deciding} onClose={() => setDeciding(null)} />}
    </div>
  );
}

const outcomes: Exclude<DisputeState, "open">[] = ["upheld", "rejected", "withdrawn"];

function DecideSheet({ dispute, onClose }: { dispute: DisputeView; onClose: () => void }) {
  const t = useWords("arrears");
  const decide = useCommand("decide_dispute");
  const [requestId] = useState(newRequestId);
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>("rejected");
  const [twoRequest] = useState(newRequestId);
  const [note, setNote] = useState("");
  const [typed, setTyped] = useState<TypedAmount>(null);
  const currency = useCurrency();
  const take = (amount: TypedAmount) => {
    setTyped(amount);
    // Of another amount nobody knows yet whether it needs a second person.
    decide.reset();
  };
  const upheld = outcome === "upheld";
  const readable = !upheld || typed !== "unreadable";
  const amount = upheld && typeof typed === "number" ? typed : null;
  const would = useView("preview_upheld", { dispute: dispute.id, amount }, { enabled: upheld && readable, keep: true });
  const order = { dispute: dispute.id, version: dispute.version, outcome, amount, note: note.trim() };
  const missing = note.trim() === "" || !readable;
  const needsTwo = decide.error?.code === "needs_approval" && outcome === "upheld";
  return (
    <Sheet opened onClose={onClose} title={t("decide.title", { bill: dispute.bill_number })}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (!missing) decide.mutate({ request_id: requestId, ...order }, { onSuccess: onClose });
        }}
      >
        <p>
          {dispute.name}: <Money minor={dispute.amount} />
        </p>
        <p className={classes.quiet}>{dispute.reason}</p>
        <SegmentedControl
          aria-label={t("decide.outcome")}
          value={outcome}
          onChange={(value) => setOutcome(outcomes.find((one) => one === value) ?? outcome)}
          data={outcomes.map((one) => ({ value: one, label: t(`dispute.${one}`) }))}
        />
        <p className={classes.quiet}>{t(`decide.${outcome}`)}</p>
        {upheld && <AmountInput label={t("decide.amount")} description={t("decide.amountHint")} minor={typed} onAmount={take} />}
        {upheld && <Refusal error={decide.error ? null : would.error} />}
        {upheld && readable && would.data && !would.error && (
          <p role="status">
            {t(would.data.rejected > 0 ? "decide.inPart" : "decide.whole", {
              upheld: showMoney(would.data.upheld, currency),
              rejected: showMoney(would.data.rejected, currency),
            })}
          </p>
        )}
        <TextInput data-autofocus required label={t("decide.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Refusal error={decide.error} />
        {!needsTwo && (
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" loading={decide.isPending} disabled={missing}>
              {t("decide.submit")}
            </Button>
          </Group>
        )}
      </form>
      {needsTwo && (
        <TwoPersons
          tookOver
          asked={missing ? null : { act: "uphold_dispute", input: { request_id: twoRequest, ...order } }}
          reason={note.trim()}
          secondLook={null}
          onCancel={onClose}
          onOutcome={onClose}
        />
      )}
    </Sheet>
  );
}
