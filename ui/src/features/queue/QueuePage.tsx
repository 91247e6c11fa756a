import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconAlertTriangle,
  IconBellRinging,
  IconClock,
  IconClockPause,
  IconDeviceTv,
  IconDots,
  IconInbox,
  IconTicket,
  IconUsersGroup,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { Board, QueuedTicket, TicketView } from "@/backend/wire";
import { ClassWords } from "@/shared/ClassWords";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { adjustRoute, goTo, useRoute } from "@/shared/route";
import { useMay } from "@/shared/session";
import { StateTag } from "@/shared/StateTag";
import { classLooks } from "@/shared/tickets";
import { useWaitText } from "@/shared/WaitText";
import { useWhyText } from "@/shared/whyText";
import { useOpenHall } from "@/shared/useOpenHall";
import { useWords } from "@/shared/words";
import { CancelSheet } from "./CancelSheet";
import { LettersPage } from "./LettersPage";
import classes from "./QueuePage.module.css";
import { useRows, useWanted } from "./rows";
import { TakeTicketSheet } from "./TakeTicketSheet";

/** Both lanes as they will be called, and why. */
export default function QueuePage() {
  const { part } = useRoute();
  return part === "letters" ? <LettersPage /> : <Lanes />;
}

function Lanes() {
  const t = useWords("queue");
  const openHall = useOpenHall();
  const { query } = useRoute();
  const may = useMay("serve the queue");
  const board = useView("board", {}, { every: 5_000 });
  const callNext = useCommand("call_next");
  const callOne = useCommand("call_ticket");
  // In the address, so that it opens from anywhere, this screen too.
  const taking = may && query.get("take") !== null;
  const setTaking = (take: boolean) => adjustRoute({ take: take ? 1 : undefined });
  const [cancelling, setCancelling] = useState<TicketView | null>(null);

  const toCounter = (ticket: TicketView) => {
    if (ticket.customer === null) return goTo("counter");
    goTo("counter", "", { customer: ticket.customer, accounts: ticket.accounts.join(","), ticket: ticket.id });
  };
  const call = () => callNext.mutate({}, { onSuccess: toCounter });
  const aside = [...(board.data?.held ?? []), ...(board.data?.missed ?? [])];
  const asideRows = useRows<HTMLUListElement>(aside.length);
  const wanted = useWanted(Number(query.get("ticket")));
  useHotkeys([
    { keys: "F3", words: t("key.call"), run: call, ready: may && !callNext.isPending },
    { keys: "F7", words: t("key.take"), run: () => setTaking(true), ready: may },
    { keys: "F4", words: t("key.held"), run: asideRows.enter, ready: aside.length > 0 },
    { keys: "F9", words: t("key.letters"), run: () => goTo("queue", "letters") },
    { keys: "F6", words: t("key.hall"), run: () => openHall.mutate() },
  ]);

  if (!board.data) return <Refusal error={board.error} />;
  const { next, urgent, regular } = board.data;
  const lane = {
    nextId: next?.ticket.id,
    wanted,
    onCall: may ? (ticket: TicketView) => callOne.mutate(mark(ticket), { onSuccess: toCounter }) : undefined,
    onCancel: may ? setCancelling : undefined,
  };
  return (
    <div className={classes.page}>
      <div className={classes.bar}>
        <Figures board={board.data} />
        {may && (
          <>
            <Button variant="default" rightSection={<KeyHint keys="F7" />} leftSection={<IconTicket aria-hidden="true" size="1.05rem" stroke={1.75} />} onClick={() => setTaking(true)}>
              {t("take")}
            </Button>
            <Button rightSection={<KeyHint keys="F3" onBrand />} leftSection={<IconBellRinging aria-hidden="true" size="1.05rem" stroke={1.75} />} loading={callNext.isPending} onClick={call}>
              {t("call")}
            </Button>
          </>
        )}
      </div>
      <Refusal error={callNext.error ?? callOne.error} />
      <div className={classes.columns}>
        <Lane
          {...lane}
          urgent
          tickets={urgent}
          count={board.data.urgent_waiting}
          empty={<EmptyState icon={IconAlertTriangle} title={t("urgentEmpty")} words={t("urgentWords")} />}
        />
        <Lane
          {...lane}
          tickets={regular}
          count={board.data.regular_waiting}
          empty={<EmptyState icon={IconClock} title={t("regularEmpty")} words={t("emptyWords")} />}
        />
        <Aside board={board.data} aside={aside} rows={asideRows} wanted={wanted} may={may} onCounter={toCounter} onCancel={setCancelling} />
      </div>
      {taking && <TakeTicketSheet onClose={() => setTaking(false)} />}
      {cancelling && <CancelSheet ticket={cancelling} onClose={() => setCancelling(null)} />}
    </div>
  );
}

function mark(ticket: TicketView) {
  return { ticket: ticket.id, version: ticket.version };
}

function Figures({ board }: { board: Board }) {
  const t = useWords("queue");
  const wait = useWaitText();
  const figures: [string, ReactNode][] = [
    [t("waiting"), board.urgent_waiting + board.regular_waiting],
    [t("longest"), wait(board.longest_wait_secs)],
    [t("served"), board.served_today],
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type LaneProps = {
  urgent?: boolean;
  tickets: QueuedTicket[];
  count: number;
  nextId: number | undefined;
  wanted: ReturnType<typeof useWanted>;
  empty: ReactNode;
  onCall?: (ticket: TicketView) => void;
  onCancel?: (ticket: TicketView) => void;
};

function Lane({ urgent = false, tickets, count, nextId, wanted, empty, onCall, onCancel }: LaneProps) {
  const t = useWords("queue");
  const why = useWhyText();
  const wait = useWaitText();
  const rows = useRows<HTMLOListElement>(tickets.length);
  const acts = onCall ?? onCancel;
  return (
    <Panel flush icon={urgent ? IconAlertTriangle : IconClock} title={urgent ? t("urgent") : t("regular")} aside={count}>
      {tickets.length === 0 ? (
        empty
      ) : (
        <ol className={classes.lane} {...rows.list}>
          {tickets.map(({ ticket, place, why: reason }, index) => {
            const isNext = ticket.id === nextId;
            const look = classLooks[ticket.class];
            return (
              <li key={ticket.id} className={classes.ticket} data-next={isNext || undefined} {...wanted(ticket.id)} {...(acts ? {} : rows.row(index))}>
                <span className={classes.number}>{ticket.number}</span>
                <div className={classes.words}>
                  <p className={classes.line}>
                    <StateTag tone={look.tone} icon={look.icon}>
                      <ClassWords ticket={ticket} />
                    </StateTag>
                    {isNext && <StateTag tone="brand">{t("next")}</StateTag>}
                  </p>
                  {ticket.name && <p className={classes.name}>{ticket.name}</p>}
                  {isNext && <p className={classes.why}>{why(reason)}</p>}
                  {ticket.note && <p className={classes.why}>{ticket.note}</p>}
                </div>
                <div className={classes.end}>
                  <span className={classes.wait}>{wait(ticket.waited_secs)}</span>
                  <span className={classes.place}>{t("place", { place })}</span>
                </div>
                {acts && (
                  <Menu position="bottom-end" width={180} portalProps={{ target: "#room" }} withInitialFocusPlaceholder={false}>
                    <Menu.Target>
                      <ActionIcon variant="subtle" color="gray" aria-label={t("act.more", { number: ticket.number })} {...rows.row(index)}>
                        <IconDots aria-hidden="true" size="1.1rem" stroke={1.75} />
                      </ActionIcon>
                    </Menu.Target>
                    <Menu.Dropdown>
                      <Menu.Item onClick={() => onCall?.(ticket)}>{t("act.call")}</Menu.Item>
                      <Menu.Item onClick={() => onCancel?.(ticket)}>{t("act.cancel")}</Menu.Item>
                    </Menu.Dropdown>
                  </Menu>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </Panel>
  );
}

type AsideProps = {
  board: Board;
  /** Held and missed. */
  aside: TicketView[];
  rows: ReturnType<typeof useRows<HTMLUListElement>>;
  wanted: ReturnType<typeof useWanted>;
  may: boolean;
  onCounter: (ticket: TicketView) => void;
  onCancel: (ticket: TicketView) => void;
};

/** Who is being served, who is held or was missed, and the money that waits without its customer. */
function Aside({ board, aside, rows, wanted, may, onCounter, onCancel }: AsideProps) {
  const t = useWords("queue");
  const openHall = useOpenHall();
  const hold = useCommand("hold_ticket");
  const done = useCommand("finish_ticket");
  const away = useCommand("no_show");
  const recall = useCommand("call_ticket");
  const here = board.serving_here;
  const error = hold.error ?? done.error ?? away.error ?? recall.error;
  return (
    <div className={classes.aside}>
      <Panel icon={IconUsersGroup} title={t("atCounters")} aside={board.serving_elsewhere.length + (here ? 1 : 0)}>
        {here && (
          <div className={classes.here} {...wanted(here.id)}>
            <p className={classes.line}>
              <span className={classes.number}>{here.number}</span>
              <StateTag tone="brand">{t("here")}</StateTag>
            </p>
            <p className={classes.name}>{here.name}</p>
            {may && (
              <div className={classes.acts}>
                <Button size="compact-sm" onClick={() => onCounter(here)}>
                  {t("act.toCounter")}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => done.mutate(mark(here))}>
                  {t("act.done")}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => hold.mutate(mark(here))}>
                  {t("act.hold")}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => away.mutate(mark(here))}>
                  {t("act.noShow")}
                </Button>
              </div>
            )}
          </div>
        )}
        <ul>
          {board.serving_elsewhere.map((ticket) => (
            <li key={ticket.id} className={classes.small} {...wanted(ticket.id)}>
              <span className={classes.number}>{ticket.number}</span>
              <span className={classes.name}>{ticket.name}</span>
              <StateTag>{ticket.counter}</StateTag>
            </li>
          ))}
        </ul>
        {!here && board.serving_elsewhere.length === 0 && <p className={classes.quiet}>{t("nobodyServed")}</p>}
        <Refusal error={error} />
      </Panel>
      <Panel icon={IconClockPause} title={t("held")} aside={aside.length}>
        <ul {...rows.list}>
          {aside.map((ticket, index) => (
            <li key={ticket.id} className={classes.small} {...wanted(ticket.id)} {...(may ? {} : rows.row(index))}>
              <span className={classes.number}>{ticket.number}</span>
              <span className={classes.name}>{ticket.name}</span>
              {ticket.state === "no_show" && <StateTag>{t("missed")}</StateTag>}
              {may && (
                <>
                  <Button size="compact-xs" variant="default" {...rows.row(index)} onClick={() => recall.mutate(mark(ticket), { onSuccess: onCounter })}>
                    {t("act.recall")}
                  </Button>
                  {ticket.state === "held" && (
                    <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onCancel(ticket)}>
                      {t("act.cancel")}
                    </Button>
                  )}
                </>
              )}
            </li>
          ))}
        </ul>
        {aside.length === 0 && <p className={classes.quiet}>{t("nobodyHeld")}</p>}
      </Panel>
      <Panel icon={IconInbox} title={t("inHand")} aside={board.dead > 0 ? t("inHandBoth", { waiting: board.in_hand_waiting, dead: board.dead }) : board.in_hand_waiting}>
        <p className={classes.quiet}>{t("inHandWords", { count: board.in_hand_waiting })}</p>
        <p className={classes.line}>
          {board.dead > 0 ? <StateTag tone="red">{t("dead", { count: board.dead })}</StateTag> : t("noDead")}
        </p>
        <Button mt="sm" size="compact-sm" variant="default" rightSection={<KeyHint keys="F9" />} onClick={() => goTo("queue", "letters")}>
          {t("open")}
        </Button>
      </Panel>
      <Button variant="subtle" leftSection={<IconDeviceTv aria-hidden="true" size="1.05rem" stroke={1.75} />} rightSection={<KeyHint keys="F6" />} onClick={() => openHall.mutate()}>
        {t("hall")}
      </Button>
    </div>
  );
}
