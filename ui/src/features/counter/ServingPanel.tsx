import { Button, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconBellRinging, IconClock, IconUsersGroup } from "@tabler/icons-react";
import { useCommand } from "@/backend/useCommand";
import type { Board, QueuedTicket, TicketView } from "@/backend/wire";
import { ClassWords } from "@/shared/ClassWords";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { StateTag } from "@/shared/StateTag";
import { classLooks } from "@/shared/tickets";
import { useWaitText } from "@/shared/WaitText";
import { useWhyText } from "@/shared/whyText";
import { useWords } from "@/shared/words";
import classes from "./ServingPanel.module.css";

type Props = {
  board: Board;
  busy: boolean;
  error: unknown;
  onCall: () => void;
  onServe: (ticket: TicketView) => void;
  onLeave: () => void;
};

/** Who stands here, who is next in each lane, and why. */
export function ServingPanel({ board, busy, error, onCall, onServe, onLeave }: Props) {
  const t = useWords("counter");
  const why = useWhyText();
  const { serving_here: serving, next } = board;
  const waiting = board.urgent_waiting + board.regular_waiting;
  return (
    <Panel
      flush
      icon={IconUsersGroup}
      title={t("next.title")}
      aside={t("next.waiting", { count: waiting })}
      className={classes.panel}
    >
      <div className={classes.top}>
        {serving ? (
          <Serving ticket={serving} onServe={() => onServe(serving)} onLeave={onLeave} />
        ) : (
          <p className={classes.nobody}>{t("next.nobody")}</p>
        )}
        <Button
          fullWidth
          variant={serving ? "default" : "light"}
          leftSection={<IconBellRinging aria-hidden="true" size="1.05rem" stroke={1.75} />}
          rightSection={<KeyHint keys="F3" />}
          loading={busy}
          onClick={onCall}
        >
          {t("next.call")}
        </Button>
        {next && (
          <p className={classes.why}>
            <strong>{next.ticket.number}</strong> {why(next.why)}
          </p>
        )}
        <Refusal error={error} />
      </div>
      <div className={classes.lanes} role="group" aria-label={t("next.lanes")} tabIndex={0}>
        <Lane urgent tickets={board.urgent} count={board.urgent_waiting} nextId={next?.ticket.id} />
        <Lane tickets={board.regular} count={board.regular_waiting} nextId={next?.ticket.id} />
        {waiting === 0 && <p className={classes.nobody}>{t("next.empty")}</p>}
      </div>
    </Panel>
  );
}

type ServingProps = { ticket: TicketView; onServe: () => void; onLeave: () => void };

function Serving({ ticket, onServe, onLeave }: ServingProps) {
  const t = useWords("counter");
  const hold = useCommand("hold_ticket");
  const away = useCommand("no_show");
  const done = useCommand("finish_ticket");
  const mark = { ticket: ticket.id, version: ticket.version };
  const look = classLooks[ticket.class];
  const busy = hold.isPending || away.isPending || done.isPending;
  const acts = [
    { keys: "F5", name: t("next.served"), words: t("key.served"), act: done },
    { keys: "F10", name: t("next.hold"), words: t("key.hold"), act: hold },
    { keys: "F11", name: t("next.noShow"), words: t("key.noShow"), act: away },
  ].map(({ act, ...rest }) => ({ ...rest, ready: !busy, run: () => act.mutate(mark, { onSuccess: onLeave }) }));
  useHotkeys(acts);
  return (
    <div className={classes.serving}>
      <div className={classes.servingHead}>
        <span className={classes.number}>{ticket.number}</span>
        <StateTag tone={look.tone} icon={look.icon}>
          <ClassWords ticket={ticket} />
        </StateTag>
      </div>
      <UnstyledButton className={classes.name} onClick={onServe}>
        {ticket.name}
      </UnstyledButton>
      {ticket.note && <p className={classes.why}>{ticket.note}</p>}
      <div className={classes.acts}>
        {acts.map(({ keys, name, run }) => (
          <Button key={keys} size="compact-sm" variant="default" disabled={busy} rightSection={<KeyHint keys={keys} />} onClick={run}>
            {name}
          </Button>
        ))}
      </div>
      <Refusal error={hold.error ?? away.error ?? done.error} />
    </div>
  );
}

const SHOWN = 8;

type LaneProps = { urgent?: boolean; tickets: QueuedTicket[]; count: number; nextId?: number };

function Lane({ urgent = false, tickets, count, nextId }: LaneProps) {
  const t = useWords("counter");
  const wait = useWaitText();
  if (tickets.length === 0) return null;
  const Icon = urgent ? IconAlertTriangle : IconClock;
  return (
    <section>
      <h3 className={classes.lane} data-urgent={urgent || undefined}>
        <Icon aria-hidden="true" size="0.95rem" stroke={1.9} />
        {urgent ? t("next.urgent") : t("next.regular")} · {count}
      </h3>
      <ol>
        {tickets.slice(0, SHOWN).map(({ ticket, why }) => (
          <li key={ticket.id} className={classes.row} data-next={ticket.id === nextId || undefined}>
            <span className={classes.rowNumber}>{ticket.number}</span>
            <span className={classes.rowWords}>
              {why.why === "waited_too_long" ? (
                <StateTag tone="amber">{t("next.byWait")}</StateTag>
              ) : urgent ? (
                <StateTag tone={classLooks[ticket.class].tone}>
                  <ClassWords ticket={ticket} />
                </StateTag>
              ) : (
                ticket.name
              )}
            </span>
            <span className={classes.rowWait}>{wait(ticket.waited_secs)}</span>
          </li>
        ))}
      </ol>
      {count > SHOWN && (
        <p className={classes.more}>{t("next.more", { count: count - SHOWN })}</p>
      )}
    </section>
  );
}
