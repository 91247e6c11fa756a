import { Button } from "@mantine/core";
import { IconAlertTriangle, IconBellRinging, IconClock, IconUsersGroup } from "@tabler/icons-react";
import { useCommand } from "@/backend/useCommand";
import type { QueueView, TicketView } from "@/backend/wire";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { StateTag } from "@/shared/StateTag";
import { classLooks, isUrgent } from "@/shared/tickets";
import { useNow } from "@/shared/useNow";
import { useWaitText } from "@/shared/WaitText";
import { useWhyText } from "@/shared/whyText";
import { useWords } from "@/shared/words";
import classes from "./ServingPanel.module.css";

type Props = {
  queue: QueueView;
  busy: boolean;
  error: unknown;
  onCall: () => void;
  onLeave: () => void;
};

/** Who stands here, who is next in each lane, and why. */
export function ServingPanel({ queue, busy, error, onCall, onLeave }: Props) {
  const t = useWords("counter");
  const { serving, waiting } = queue;
  return (
    <Panel
      flush
      icon={IconUsersGroup}
      title={t("next.title")}
      aside={t("next.waiting", { count: waiting.length })}
      className={classes.panel}
    >
      <div className={classes.top}>
        {serving ? (
          <Serving ticket={serving} onLeave={onLeave} />
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
        <Refusal error={error} />
      </div>
      <div className={classes.lanes}>
        <Lane urgent tickets={waiting.filter((ticket) => isUrgent(ticket.class))} nextId={waiting[0]?.id} />
        <Lane tickets={waiting.filter((ticket) => !isUrgent(ticket.class))} nextId={waiting[0]?.id} />
        {waiting.length === 0 && <p className={classes.nobody}>{t("next.empty")}</p>}
      </div>
    </Panel>
  );
}

function Serving({ ticket, onLeave }: { ticket: TicketView; onLeave: () => void }) {
  const t = useWords("counter");
  const why = useWhyText();
  const hold = useCommand("hold_ticket");
  const away = useCommand("no_show");
  const done = useCommand("finish_ticket");
  const mark = { ticket: ticket.id, version: ticket.version };
  const look = classLooks[ticket.class];
  const busy = hold.isPending || away.isPending || done.isPending;
  return (
    <div className={classes.serving}>
      <div className={classes.servingHead}>
        <span className={classes.number}>{ticket.number}</span>
        <StateTag tone={look.tone} icon={look.icon}>
          {t(`shared:class.${ticket.class}`)}
        </StateTag>
      </div>
      <p className={classes.name}>{ticket.customer_name}</p>
      {ticket.why && <p className={classes.why}>{why(ticket.why)}</p>}
      <div className={classes.acts}>
        <Button size="compact-sm" variant="default" disabled={busy} onClick={() => done.mutate(mark, { onSuccess: onLeave })}>
          {t("next.served")}
        </Button>
        <Button size="compact-sm" variant="default" disabled={busy} onClick={() => hold.mutate(mark, { onSuccess: onLeave })}>
          {t("next.hold")}
        </Button>
        <Button size="compact-sm" variant="default" disabled={busy} onClick={() => away.mutate(mark, { onSuccess: onLeave })}>
          {t("next.noShow")}
        </Button>
      </div>
      <Refusal error={hold.error ?? away.error ?? done.error} />
    </div>
  );
}

const SHOWN = 8;

function Lane({ urgent = false, tickets, nextId }: { urgent?: boolean; tickets: TicketView[]; nextId?: number }) {
  const t = useWords("counter");
  const wait = useWaitText();
  const now = useNow();
  if (tickets.length === 0) return null;
  const Icon = urgent ? IconAlertTriangle : IconClock;
  return (
    <section>
      <h3 className={classes.lane} data-urgent={urgent || undefined}>
        <Icon aria-hidden="true" size="0.95rem" stroke={1.9} />
        {urgent ? t("next.urgent") : t("next.regular")} · {tickets.length}
      </h3>
      <ol>
        {tickets.slice(0, SHOWN).map((ticket) => (
          <li key={ticket.id} className={classes.row} data-next={ticket.id === nextId || undefined}>
            <span className={classes.rowNumber}>{ticket.number}</span>
            <span className={classes.rowWords}>
              {ticket.why?.why === "waited_too_long" && ticket.id === nextId ? (
                <StateTag tone="amber">{t("next.byWait")}</StateTag>
              ) : urgent ? (
                <StateTag tone={classLooks[ticket.class].tone}>{t(`shared:class.${ticket.class}`)}</StateTag>
              ) : (
                ticket.customer_name
              )}
            </span>
            <span className={classes.rowWait}>{wait((now - ticket.arrived_at) / 1000)}</span>
          </li>
        ))}
      </ol>
      {tickets.length > SHOWN && (
        <p className={classes.more}>{t("next.more", { count: tickets.length - SHOWN })}</p>
      )}
    </section>
  );
}
