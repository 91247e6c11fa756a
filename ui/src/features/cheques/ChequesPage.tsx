import { Button, Checkbox, Group, SegmentedControl, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconBuildingBank, IconPrinter, IconSignature } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { usePages } from "@/backend/usePages";
import type { ChequePage, ChequeSlipView, ChequeState, ChequeView, DocumentRef } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { focusInFront } from "@/shared/focus";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { useMay, useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { ChequeSheet } from "./ChequeSheet";
import classes from "./ChequesPage.module.css";
import { chequeStates, chequeTone } from "./looks";

const PAGE = 200;
const column = createColumnHelper<ChequeView>();

/** The cheque desk: what is in the office, what is at the bank, and what became of it. */
export default function ChequesPage() {
  const t = useWords("cheques");
  const [state, setState] = useState<ChequeState | null>("received");
  const [open, setOpen] = useState<ChequeView | null>(null);
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const may = useMay("deposit cheques");
  const show = (next: ChequeState | null) => {
    setState(next);
    setPicked(new Set());
  };
  const cheques = usePages<"cheques", ChequeView>(
    "cheques",
    (before) => ({ state, before, limit: PAGE }),
    (page) => page.rows,
    (row) => row.id,
    PAGE,
  );
  const choices = [...chequeStates, null];
  useHotkeys(
    choices.map((one, index) => ({
      keys: `Alt+${index + 1}`,
      words: one === null ? t("all") : t(`state.${one}`),
      run: () => show(one),
    })),
  );
  const columns = useMemo(() => {
    const receipt = column.accessor("receipt", { header: t("col.receipt"), meta: { width: "9.5rem" } });
    const slip = column.accessor("slip", { header: t("col.slip"), meta: { width: "10.5rem" } });
    const became = column.accessor((row) => t(`state.${row.state}`), {
      id: "state",
      header: t("col.state"),
      meta: { width: "7rem" },
      cell: ({ getValue, row }) => <StateTag tone={chequeTone[row.original.state]}>{getValue()}</StateTag>,
    });
    const pick = column.display({
      id: "pick",
      header: () => <span className="cf-visually-hidden">{t("pick")}</span>,
      meta: { width: "2.75rem" },
      cell: ({ row: { original: one } }) => (
        <Checkbox
          size="xs"
          aria-label={t("pickOne", { number: one.number })}
          checked={picked.has(one.id)}
          onClick={(event) => event.stopPropagation()}
          onChange={() =>
            setPicked((before) => {
              const now = new Set(before);
              if (!now.delete(one.id)) now.add(one.id);
              return now;
            })
          }
        />
      ),
    });
    return [
      ...(may && (state === "received" || state === "deposited") ? [pick] : []),
      column.accessor("number", { header: t("col.number"), meta: { width: "6rem" } }),
      // Among all of them its state is told in the place of its bank, which its sheet shows.
      ...(state === null ? [] : [column.accessor("bank", { header: t("col.bank"), meta: { width: "8.5rem" } })]),
      column.accessor("name", { header: t("col.name") }),
      // A cheque in the office is on no slip yet, and what all of a list are stands above it.
      ...(state === "received" ? [receipt] : [slip]),
      column.accessor((row) => showDay(row.received_on, "short"), { id: "on", header: t("col.on"), meta: { width: "5.5rem" } }),
      ...(state === null ? [became] : []),
      column.accessor("amount", {
        header: t("col.amount"),
        meta: { width: "7.5rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} />,
      }),
    ];
  }, [t, state, may, picked]);
  return (
    <div className={classes.page}>
      <Panel
        flush
        icon={IconSignature}
        title={t("list")}
        aside={
          <SegmentedControl
            aria-label={t("which")}
            value={state ?? "all"}
            onChange={(value) => show(chequeStates.find((one) => one === value) ?? null)}
            data={choices.map((one) => ({ value: one ?? "all", label: one === null ? t("all") : t(`state.${one}`) }))}
          />
        }
      >
        <DataTable
          label={t("list")}
          columns={columns}
          rows={cheques.rows}
          rowId={(row) => String(row.id)}
          onOpen={setOpen}
          onNearEnd={cheques.more}
          moreRows={cheques.left}
          error={cheques.error}
          minWidth="46rem"
          tools={<Together state={state} rows={cheques.rows ?? []} picked={picked} onPick={setPicked} />}
          empty={<EmptyState icon={IconSignature} title={t("none")} words={t("noneWords")} />}
        />
      </Panel>
      <Beside page={cheques.first} />
      {open && <ChequeSheet cheque={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

type TogetherProps = { state: ChequeState | null; rows: ChequeView[]; picked: ReadonlySet<number>; onPick: (ids: ReadonlySet<number>) => void };

/** Cheques in one act at most. */
const MOST = 500;

/**
 * One key for many that are ticked: to the bank with them, or the bank has paid them. Nothing is done with what nobody has
 * ticked: a clerk cannot take a slip back, and a bank's word is held against its paper line by line.
 */
function Together({ state, rows, picked, onPick }: TogetherProps) {
  const t = useWords("cheques");
  const may = useMay("deposit cheques");
  const deposit = useCommand("deposit_cheques");
  const realise = useCommand("realise_cheques");
  const [requestId, setRequestId] = useState(newRequestId);
  const print = useMutation({ mutationFn: (paper: DocumentRef) => asked(host().openDocument(paper)) });
  const ticked = rows.filter((row) => picked.has(row.id));
  const meant = ticked.slice(0, MOST);
  const cheques = meant.map((row) => row.id);
  const picks = may && rows.length > 0 && (state === "received" || state === "deposited");
  const pickAll = () => onPick(new Set(ticked.length > 0 ? [] : rows.slice(0, MOST).map((row) => row.id)));
  const pickWords = t(ticked.length > 0 ? "pickNone" : "pickAll");
  const next = state === "received" ? deposit : state === "deposited" ? realise : null;
  const ready = may && next !== null && cheques.length > 0 && !next.isPending;
  const send = () => {
    if (ready) next.mutate({ request_id: requestId, cheques }, { onSettled: () => setRequestId(newRequestId()), onSuccess: () => onPick(new Set()) });
  };
  const words = t(state === "deposited" ? "realiseAll" : "depositAll", { count: cheques.length });
  useHotkeys([...(picks ? [{ keys: "F7", words: pickWords, run: pickAll }] : []), ...(ready ? [{ keys: "F8", words, run: send }] : [])]);
  const slip = state === "received" ? deposit.data : undefined;
  return (
    <>
      <Refusal error={deposit.error ?? realise.error ?? print.error} />
      {slip && (
        <>
          <span role="status">{t("deposited", { number: slip.number })}</span>
          <Button
            ref={focusInFront}
            size="xs"
            variant="default"
            leftSection={<IconPrinter aria-hidden="true" size="1rem" stroke={1.75} />}
            loading={print.isPending}
            onClick={() => print.mutate({ kind: "cheque_slip", slip: slip.id, format: "pdf" })}
          >
            {t("printSlip")}
          </Button>
        </>
      )}
      {picks && (
        <Button size="xs" variant="default" rightSection={<KeyHint keys="F7" />} onClick={pickAll}>
          {pickWords}
        </Button>
      )}
      {ready && <Money minor={meant.reduce((sum, row) => sum + row.amount, 0)} />}
      {(ready || next?.isPending) && (
        <Button
          size="xs"
          variant={state === "received" ? "filled" : "default"}
          loading={next?.isPending}
          rightSection={<KeyHint keys="F8" onBrand={state === "received"} />}
          onClick={send}
        >
          {words}
        </Button>
      )}
    </>
  );
}

function Beside({ page }: { page: ChequePage | undefined }) {
  const t = useWords("cheques");
  const open = useMutation({ mutationFn: (paper: DocumentRef) => asked(host().openDocument(paper)) });
  const waiting = page?.waiting ?? [];
  const slips = page?.slips ?? [];
  const may = useMay("pay in at the bank");
  const { business_on: day } = useSession();
  const [taking, setTaking] = useState<ChequeSlipView | null>(null);
  return (
    <div className={classes.column}>
      <Panel icon={IconSignature} title={t("waiting")}>
        {waiting.length === 0 && <p className={classes.quiet}>{t("nothing")}</p>}
        <ul className={classes.lines}>
          {waiting.map((one) => (
            <li key={one.state}>
              <span>
                {t(`state.${one.state}`)}: {t("waitingLine", { count: one.count })}
              </span>
              <Money minor={one.amount} />
            </li>
          ))}
        </ul>
      </Panel>
      <Panel icon={IconBuildingBank} title={t("slips")}>
        {slips.length === 0 && <p className={classes.quiet}>{t("noSlips")}</p>}
        <ul className={classes.lines}>
          {slips.map((slip) => (
            <li key={slip.id}>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => open.mutate({ kind: "cheque_slip", slip: slip.id, format: "pdf" })}
              >
                {t("openSlip", { number: slip.number })}
              </Button>
              <span>
                {showDay(slip.business_on, "short")} · <Money minor={slip.amount} />
                {slip.taken_back && <> · {t("takenBack")}</>}
              </span>
              {may && !slip.taken_back && !slip.settled && slip.business_on === day && (
                <Button size="compact-sm" variant="default" aria-label={`${t("takeBack")} ${slip.number}`} onClick={() => setTaking(slip)}>
                  {t("takeBack")}
                </Button>
              )}
            </li>
          ))}
        </ul>
        <Refusal error={open.error} />
      </Panel>
      {taking && <TakeBackSheet slip={taking} onClose={() => setTaking(null)} />}
    </div>
  );
}

/** A slip that was a mistake, on its own day: why, and its cheques are in the office again. */
function TakeBackSheet({ slip, onClose }: { slip: ChequeSlipView; onClose: () => void }) {
  const t = useWords("cheques");
  const [requestId, setRequestId] = useState(newRequestId);
  const [reason, setReason] = useState("");
  const back = useCommand("take_slip_back");
  const ready = reason.trim() !== "" && !back.isPending;
  return (
    <Sheet opened onClose={onClose} title={t("takeBackSlip", { number: slip.number })}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) back.mutate({ request_id: requestId, slip: slip.id, reason: reason.trim() }, { onSuccess: onClose, onError: () => setRequestId(newRequestId()) });
        }}
      >
        <p className={classes.quiet}>{t("takeBackWords")}</p>
        <TextInput data-autofocus required label={t("takeBackReason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Refusal error={back.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" disabled={!ready} loading={back.isPending}>
            {t("takeBackSlip", { number: slip.number })}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}
