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
import { useRoute } from "@/shared/route";
import { CrashedWindow } from "./Crashed";
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
  const lock = useMutation({ mutationFn: () => host().lock(), onSettled: onChange });
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
  if (no === "not_logged_in") return <LogInPage onLoggedIn={onChange} />;
  if (no === "session_locked") return <LockPage userName={lockedName} onUnlocked={onChange} onLogOut={() => logOut.mutate()} />;
  if (frame.isError && !frame.data) return <CrashedWindow error={frame.error} onAgain={() => void frame.refetch()} />;
  if (!frame.data) return null;
  if (frame.data.must_change) return <OwnPasswordPage name={frame.data.name} onChanged={onChange} onLogOut={() => logOut.mutate()} />;
  return <Inside frame={frame.data} onLock={lock.mutate} onLogOut={logOut.mutate} />;
}
