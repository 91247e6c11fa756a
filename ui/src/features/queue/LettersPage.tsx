import { Button, Group, Stack } from "@mantine/core";
import { IconArrowLeft, IconFileImport, IconInbox, IconPlayerPlay } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useJob } from "@/backend/useJob";
import { usePages } from "@/backend/usePages";
import type { DeadProblem, TicketView } from "@/backend/wire";
import { AccountPicker, type PickedAccount } from "@/shared/AccountPicker";
import { DataTable } from "@/shared/DataTable";
import { showTime } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { JobBar } from "@/shared/JobBar";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { goTo } from "@/shared/route";
import { useMay } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { CancelSheet } from "./CancelSheet";
import { RetryAllSheet, useProblemWords } from "./RetryAllSheet";
import classes from "./LettersPage.module.css";

const PAGE = 200;
const column = createColumnHelper<TicketView>();

/** Requests whose money is in hand, and the dead letters a person works off. */
export function LettersPage() {
  const t = useWords("queue");
  const may = useMay("process bank and drop-box requests");
  const mayImport = useMay("import files");
  const inHand = usePages<"in_hand", TicketView>(
    "in_hand",
    (after) => ({ after, limit: PAGE }),
    (page) => [...page.dead, ...page.waiting],
    (one) => one.id,
    PAGE,
    10_000,
  );
  const process = useCommand("process_queue");
  const job = useJob(process.data?.id ?? null, "process_queue");
  const [open, setOpen] = useState<TicketView | null>(null);
  const [cancelling, setCancelling] = useState<TicketView | null>(null);
  const [together, setTogether] = useState<DeadProblem | null>(null);
  const problemWords = useProblemWords();
  useHotkeys([{ keys: "Escape", words: t("letters.back"), run: () => goTo("queue") }]);

  const columns = useMemo(
    () => [
      column.accessor("number", { header: t("letters.number"), meta: { width: "6.5rem" } }),
      column.accessor("state", {
        header: t("letters.state"),
        meta: { width: "8.75rem" },
        cell: ({ row: { original: one } }) => (
          <StateTag tone={one.state === "dead" ? "red" : one.state === "failed" ? "amber" : "quiet"}>
            {t(`letters.states.${one.state === "dead" || one.state === "failed" ? one.state : "waiting"}`)}
          </StateTag>
        ),
      }),
      column.accessor("source", {
        header: t("letters.source"),
        meta: { width: "6rem" },
        cell: ({ getValue }) => t(`shared:source.${getValue()}`),
      }),
      column.accessor("name", { header: t("letters.name"), meta: { width: "9%" } }),
      column.accessor("money", {
        header: t("letters.amount"),
        meta: { width: "7.5rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue() ?? 0} />,
      }),
      column.accessor("reference", { header: t("letters.reference"), meta: { width: "12rem" } }),
      column.accessor("attempts", {
        header: t("letters.attempts"),
        meta: { width: "4rem", right: true },
        // What cannot be tried was not tried no times.
        cell: ({ row: { original: one } }) => (one.state === "dead" && one.attempts === 0 ? "–" : one.attempts),
      }),
      column.accessor("problem", {
        header: t("letters.problem"),
        cell: ({ row: { original: one } }) =>
          [asSentence(one.problem), one.next_try_at && t("letters.nextTry", { time: showTime(one.next_try_at) })]
            .filter(Boolean)
            .join(" · "),
      }),
    ],
    [t],
  );
  const { first } = inHand;

  return (
    <Panel
      flush
      className={classes.page}
      icon={IconInbox}
      title={t("letters.title")}
      aside={
        <Button variant="subtle" size="compact-sm" leftSection={<IconArrowLeft aria-hidden="true" size="1rem" />} onClick={() => goTo("queue")}>
          {t("letters.back")}
        </Button>
      }
    >
      <p className={classes.words}>{t("letters.words")}</p>
      {job && (
        <div className={classes.job}>
          <JobBar job={job} title={t("letters.processing")} />
        </div>
      )}
      <Refusal error={process.error} />
      {first && first.problems.length > 0 && (
        <ul className={classes.problems} aria-label={t("letters.byProblem")}>
          {first.problems.map((one) => (
            <li key={one.problem}>
              <span>{problemWords(one.problem)}</span>
              <span className={classes.count}>{t("letters.count", { count: one.letters })}</span>
              <Money minor={one.amount} />
              {may && one.problem !== "" && (
                <Button size="compact-xs" variant="default" onClick={() => setTogether(one)}>
                  {t("letters.retryAll")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <DataTable
        label={t("letters.title")}
        columns={columns}
        rows={inHand.rows}
        total={first && first.dead_total + first.waiting_total}
        onNearEnd={inHand.more}
        moreRows={inHand.left}
        minWidth="64rem"
        rowId={(one) => String(one.id)}
        onOpen={may ? setOpen : undefined}
        error={inHand.error}
        empty={<EmptyState icon={IconInbox} title={t("letters.none")} words={t("letters.noneWords")} />}
        tools={
          <>
            {mayImport && (
              <Button size="xs" variant="default" leftSection={<IconFileImport aria-hidden="true" size="1rem" stroke={1.75} />} onClick={() => goTo("imports", "", { kind: "payments" })}>
                {t("letters.importBatch")}
              </Button>
            )}
            {may && (
              <Button size="xs" leftSection={<IconPlayerPlay aria-hidden="true" size="1rem" stroke={1.75} />} loading={process.isPending || job?.state === "running"} onClick={() => process.mutate({})}>
                {t("letters.process")}
              </Button>
            )}
          </>
        }
      />
      {open && (
        <RetrySheet
          ticket={open}
          onClose={() => setOpen(null)}
          onCancel={() => {
            setCancelling(open);
            setOpen(null);
          }}
        />
      )}
      {together && <RetryAllSheet group={together} onClose={() => setTogether(null)} />}
      {cancelling && <CancelSheet ticket={cancelling} onClose={() => setCancelling(null)} />}
    </Panel>
  );
}

/** What is kept as the end of a sentence stands here by itself. */
function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

type RetryProps = { ticket: TicketView; onClose: () => void; onCancel: () => void };

function RetrySheet({ ticket, onClose, onCancel }: RetryProps) {
  const t = useWords("queue");
  const retry = useCommand("retry_dead_letter");
  const [picked, setPicked] = useState<PickedAccount | null>(null);
  return (
    <Sheet opened onClose={onClose} title={t("letters.retryTitle", { number: ticket.number })} size="lg">
      <Stack>
        {ticket.problem && <StateTag tone="red">{asSentence(ticket.problem)}</StateTag>}
        <p className={classes.amount}>
          <span>{ticket.name}</span>
          <Money minor={ticket.money ?? 0} size="large" />
        </p>
        <p>{t("letters.retryWords")}</p>
        <div>
          <p className={classes.label}>{t("letters.otherAccount")}</p>
          <AccountPicker autoFocus label={t("letters.otherAccount")} picked={picked} onPicked={setPicked} />
        </div>
        <Refusal error={retry.error} />
        <Group justify="space-between">
          <Button variant="subtle" color="red" onClick={onCancel}>
            {t("letters.cancel")}
          </Button>
          <Button
            loading={retry.isPending}
            disabled={picked?.account === null}
            onClick={() =>
              retry.mutate({ ticket: ticket.id, version: ticket.version, account: picked?.account ?? undefined }, { onSuccess: onClose })
            }
          >
            {t("letters.retry")}
          </Button>
        </Group>
      </Stack>
    </Sheet>
  );
}
