import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { asCallError } from "@/backend/call";
import { type BookState, host } from "@/backend/host";
import { useView } from "@/backend/useView";
import { FirstRun } from "@/features/first-run/FirstRun";
import { LockPage } from "@/features/login/LockPage";
import { LogInPage } from "@/features/login/LogInPage";
import { OpenBookPage } from "@/features/login/OpenBookPage";
import { OpeningPage } from "@/features/login/OpeningPage";
import { OwnPasswordPage } from "@/features/login/OwnPasswordPage";
import { HotkeyLayer } from "@/shared/hotkeys";
import { useRoute } from "@/shared/route";
import { CrashedWindow } from "./Crashed";
import classes from "./Door.module.css";
import { HallWindow } from "./HallWindow";
import { Inside } from "./Inside";

/** Decides what stands before the person: the first run, the book's lock, the log-in, or the rooms. */
export function Door() {
  const client = useQueryClient();
  const route = useRoute();
  const book = useQuery<BookState>({
    queryKey: ["book_state"],
    queryFn: () => host().bookState(),
    // The shell says when it is open, but perhaps before this page could hear it.
    refetchInterval: ({ state }) => (state.data?.state === "opening" ? 1_000 : false),
  });
  const again = useCallback(() => client.resetQueries(), [client]);

  if (book.isError) return <CrashedWindow error={book.error} onAgain={() => void book.refetch()} />;
  if (!book.data) return null;
  if (book.data.state === "none") {
    return <FirstRun offers={book.data} onReady={() => void again()} />;
  }
  if (book.data.state === "opening") return <OpeningPage />;
  if (book.data.state === "closed") return <OpenBookPage refused={book.data.refused} onOpened={() => void again()} />;
  if (route.room === "hall") return <HallWindow />;
  return <People onChange={() => void again()} />;
}

/** Log-in, lock, or the rooms: the backend's own answer to "who is here" decides. */
function People({ onChange }: { onChange: () => void }) {
  const frame = useView("frame", {}, { every: 15_000 });
  const lastName = useRef("");
  const client = useQueryClient();
  // Only who is here is asked again: what stands on the screens stays as it is, for whoever unlocks it.
  const lock = useMutation({
    mutationFn: () => host().lock(),
    onSettled: () => client.invalidateQueries({ queryKey: ["frame"] }),
  });
  const logOut = useMutation({
    mutationFn: () => host().logOut(),
    onSettled: () => {
      // The next person begins in the first room of their own role.
      window.location.hash = "";
      onChange();
    },
  });
  const [lockedName, setLockedName] = useState("");

  useEffect(() => {
    if (frame.data) lastName.current = frame.data.name;
    else if (frame.error?.code === "session_locked") setLockedName(lastName.current);
  }, [frame.data, frame.error]);

  // While it asks again there is neither an answer nor a refusal: the door stays as it is, so that nothing
  // somebody is typing there is lost.
  const [door, setDoor] = useState<string | null>(null);
  const no = frame.error ? asCallError(frame.error).code : frame.data ? null : door;
  if (no !== door) setDoor(no);
  const locked = no === "session_locked";
  useCovered(locked);
  useNoEscape(locked);
  if (no === "not_logged_in") return <LogInPage onLoggedIn={onChange} />;
  if (frame.isError && !frame.data && !locked) return <CrashedWindow error={frame.error} onAgain={() => void frame.refetch()} />;
  if (!frame.data && !locked) return null;
  if (frame.data?.must_change && !locked) return <OwnPasswordPage name={frame.data.name} onChanged={onChange} onLogOut={() => logOut.mutate()} />;
  return (
    <>
      {frame.data && !frame.data.must_change && (
        <div className={classes.inside} inert={locked} aria-hidden={locked || undefined}>
          <Inside frame={frame.data} onLock={lock.mutate} onLogOut={logOut.mutate} />
        </div>
      )}
      {locked && (
        <HotkeyLayer top>
          <div className={classes.lock}>
            <LockPage userName={lockedName} onUnlocked={() => void client.invalidateQueries()} onLogOut={() => logOut.mutate()} />
          </div>
        </HotkeyLayer>
      )}
    </>
  );
}

/**
 * A dialog closes by Escape wherever the key was struck, covered or not. This listens from the first moment on, and so before
 * any dialog does.
 */
function useNoEscape(covered: boolean) {
  const isCovered = useRef(covered);
  useEffect(() => {
    isCovered.current = covered;
  }, [covered]);
  useEffect(() => {
    const stop = (event: KeyboardEvent) => {
      if (isCovered.current && event.key === "Escape") event.stopImmediatePropagation();
    };
    window.addEventListener("keydown", stop, { capture: true });
    return () => window.removeEventListener("keydown", stop, { capture: true });
  }, []);
}

/** What stands in front of the rooms, sheets and notices, is as much behind the lock as they are. */
function useCovered(covered: boolean) {
  useEffect(() => {
    if (!covered) return undefined;
    const fronts = [...document.querySelectorAll<HTMLElement>("[data-portal]")];
    for (const front of fronts) front.inert = true;
    return () => {
      for (const front of fronts) front.inert = false;
    };
  }, [covered]);
}
