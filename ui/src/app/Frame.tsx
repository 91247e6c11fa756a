import { UnstyledButton } from "@mantine/core";
import { IconBuilding, IconCalendar, IconCoins, IconDeviceDesktop, IconHelpCircle, IconReceipt, IconSearch } from "@tabler/icons-react";
import { Component, type ReactNode, Suspense, useState } from "react";
import type { FrameShift } from "@/backend/wire";
import { DayText } from "@/shared/DayText";
import { daysBetween } from "@/shared/dayMath";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { type Hotkey, useHotkeys } from "@/shared/hotkeys";
import { useNotStored } from "@/shared/kept";
import { KeyHint } from "@/shared/KeyHint";
import { goTo, href, useRoute } from "@/shared/route";
import { useSession } from "@/shared/session";
import { useWords } from "@/shared/words";
import { Crashed } from "./Crashed";
import { FolderAway } from "./FolderAway";
import classes from "./Frame.module.css";
import { KeyList } from "./KeyList";
import { Palette } from "./Palette";
import { type Room, roomsFor, roomWord } from "./rooms";
import { RunningJobs } from "./RunningJobs";
import { Unwritten } from "./Unwritten";
import alarms from "./Unwritten.module.css";
import { UserMenu } from "./UserMenu";

type Props = { onLock: () => void; onLogOut: () => void };

/** What stays while rooms come and go: the head, the way to the rooms, the keys. */
export function Frame({ onLock, onLogOut }: Props) {
  const t = useWords("app");
  const session = useSession();
  const route = useRoute();
  const [searching, setSearching] = useState(false);
  const [listing, setListing] = useState(false);

  const open = roomsFor(session.rights);
  const room = route.room === "" ? open[0] : open.find((one) => one.name === route.room);

  const roomKeys = open
    .filter((one) => one.keys)
    .map((one): Hotkey => ({
      keys: one.keys ?? "",
      words: t("key.room", { room: t(roomWord(one.name, session.rights)) }),
      run: () => goTo(one.name),
    }));
  useHotkeys([
    ...roomKeys,
    { keys: "Ctrl+K", words: t("key.search"), run: () => setSearching(true) },
    { keys: "Ctrl+L", words: t("key.lock"), run: onLock },
    { keys: "?", words: t("key.keys"), run: () => setListing(true) },
  ]);

  return (
    <div className={classes.window}>
      <div className={classes.frame}>
        <a className={classes.skip} href="#room" onClick={skipToRoom}>
          {t("skip")}
        </a>
        <header className={classes.header}>
          <div className={classes.brand}>
            <span className={classes.logo}>
              <IconReceipt aria-hidden="true" size="1.125rem" stroke={1.75} />
            </span>
            <span className={classes.name}>{t("name")}</span>
          </div>
          <UnstyledButton className={classes.search} onClick={() => setSearching(true)}>
            <IconSearch aria-hidden="true" size="1.05rem" stroke={1.75} />
            <span className={classes.searchWords}>
              {t(session.rights.includes("see customers") ? "search" : "searchCommands")}
            </span>
            <KeyHint keys="Ctrl+K" />
          </UnstyledButton>
          <div className={classes.where}>
            <span className={classes.fact}>
              <IconBuilding aria-hidden="true" size="1rem" stroke={1.75} />
              <span className={classes.office} title={session.office}>
                {session.office}
              </span>
            </span>
            <BusinessDay on={session.business_on} clockOn={session.clock_on} />
            {session.counter.id > 0 && (
              <span className={classes.fact}>
                <IconDeviceDesktop aria-hidden="true" size="1rem" stroke={1.75} />
                {t("counter", { code: session.counter.code })}
              </span>
            )}
            <RunningJobs count={session.jobs_running} />
            {session.shift && <ShiftFact shift={session.shift} />}
            <UserMenu onLock={onLock} onLogOut={onLogOut} />
          </div>
        </header>
        {(session.unwritten || session.folder_away) && (
          <div className={alarms.alarms}>
            {session.unwritten && <Unwritten unwritten={session.unwritten} />}
            {session.folder_away && <FolderAway away={session.folder_away} />}
          </div>
        )}
        <nav className={classes.nav} aria-label={t("rooms")}>
          {open
            .filter((one) => one.name !== "settings")
            .map((one) => (
              <RoomLink key={one.name} room={one} current={one === room} waiting={session.waiting} />
            ))}
          <div className={classes.foot}>
            {open
              .filter((one) => one.name === "settings")
              .map((one) => (
                <RoomLink key={one.name} room={one} current={one === room} />
              ))}
            <button type="button" className={classes.link} onClick={() => setListing(true)}>
              <IconHelpCircle aria-hidden="true" size="1.125rem" stroke={1.75} />
              <span className={classes.linkWords}>{t("keys")}</span>
              <KeyHint keys="?" />
            </button>
          </div>
        </nav>
        <main className={classes.room} id="room" tabIndex={-1}>
          <h1 className="cf-visually-hidden">{t(room ? roomWord(room.name, session.rights) : "name")}</h1>
          <Suspense>
            {room ? (
              <Guard key={room.name}>
                <room.Page />
              </Guard>
            ) : (
              <EmptyState icon={IconHelpCircle} title={t("notFound")} words={t("notFoundWords")} />
            )}
          </Suspense>
        </main>
        <Palette opened={searching} onClose={() => setSearching(false)} onLock={onLock} onLogOut={onLogOut} />
        <KeyList opened={listing} onClose={() => setListing(false)} />
      </div>
    </div>
  );
}

/** The day that everything is booked on; it warns while it lies behind the clock. */
function BusinessDay({ on, clockOn }: { on: string; clockOn: string }) {
  const t = useWords("app");
  const behind = daysBetween(on, clockOn);
  const words = behind > 0 ? t("behindWords", { day: showDay(clockOn) }) : undefined;
  return (
    <span className={classes.fact} data-behind={behind > 0 || undefined} title={words}>
      <IconCalendar aria-hidden="true" size="1rem" stroke={1.75} />
      <span>
        <DayText day={on} /> <span className={classes.quiet}>· {t("businessDay")}</span>
        {behind > 0 && <> · {t("behind", { count: behind })}</>}
      </span>
      {words && <span className="cf-visually-hidden">{words}</span>}
    </span>
  );
}

/** Whose drawer is open here; red when it holds more than it should. */
function ShiftFact({ shift }: { shift: FrameShift }) {
  const t = useWords("app");
  const asks = shift.drop_asked || !shift.here || shift.state !== "open";
  const words = shift.drop_asked ? t("shift.drop") : t(`shift.${shift.here ? shift.state : "elsewhere"}`);
  return (
    <a className={classes.fact} href={href("shift")} title={words}>
      <IconCoins aria-hidden="true" size="1rem" stroke={1.75} />
      <span>
        {t("shift.number", { n: shift.n })}
        {asks && <span className={classes.quiet}> · {words}</span>}
      </span>
    </a>
  );
}

/** The address holds the room, so the skip link moves the focus itself. */
function skipToRoom(event: React.MouseEvent) {
  event.preventDefault();
  document.getElementById("room")?.focus();
}

function RoomLink({ room, current, waiting = 0 }: { room: Room; current: boolean; waiting?: number }) {
  const t = useWords("app");
  const name = t(roomWord(room.name, useSession().rights));
  const showsWaiting = room.name === "queue" && waiting > 0;
  const notStored = useNotStored(room.name);
  return (
    <a className={classes.link} href={href(room.name)} aria-current={current ? "page" : undefined} title={name}>
      <room.icon aria-hidden="true" size="1.125rem" stroke={1.75} />
      <span className={classes.linkWords}>{name}</span>
      {showsWaiting && (
        <span className={classes.count} aria-label={t("waiting", { count: waiting })}>
          {waiting}
        </span>
      )}
      {notStored > 0 && (
        <span className={classes.count} title={t("shared:notStored", { count: notStored })} aria-label={t("shared:notStored", { count: notStored })}>
          {notStored}
        </span>
      )}
      {room.keys && <KeyHint keys={room.keys} />}
    </a>
  );
}

/** A screen that throws takes only itself down. */
class Guard extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Crashed error={this.state.error} onAgain={() => this.setState({ error: null })} />;
  }
}
