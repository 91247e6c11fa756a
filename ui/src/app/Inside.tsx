import { useEffect } from "react";
import { call } from "@/backend/call";
import type { Frame as FrameView } from "@/backend/wire";
import { CurrencyContext, setOfficeGrouping } from "@/shared/amounts";
import { setOfficeZone } from "@/shared/days";
import { forgetKept } from "@/shared/kept";
import { SessionContext } from "@/shared/session";
import { Frame } from "./Frame";

type Props = { frame: FrameView; onLock: () => void; onLogOut: () => void };

/** The rooms, for somebody who is logged in. */
export function Inside({ frame, onLock, onLogOut }: Props) {
  setOfficeZone(frame.zone);
  setOfficeGrouping(frame.currency.grouping);
  useIdle(frame.idle_lock_secs, onLock);
  // The lock leaves these rooms standing; whoever logs out, or another in their place, ends what they had typed.
  useEffect(() => forgetKept, [frame.user]);
  return (
    <SessionContext value={frame}>
      <CurrencyContext value={frame.currency}>
        <Frame onLock={onLock} onLogOut={onLogOut} />
      </CurrencyContext>
    </SessionContext>
  );
}

/**
 * Locks when nobody touched keys or mouse for a while: a counter stands in the open. The backend locks by
 * itself, too, so it is told now and then that somebody is there who only types or reads.
 */
function useIdle(secs: number, onIdle: () => void) {
  useEffect(() => {
    const everyMs = Math.min(60_000, secs * 250);
    let timer = window.setTimeout(onIdle, secs * 1000);
    let toldAt = Date.now();
    const awake = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(onIdle, secs * 1000);
      if (Date.now() - toldAt < everyMs) return;
      toldAt = Date.now();
      // A refusal is heard by the frame's own looking, which shows it.
      call("frame", {}).catch(() => undefined);
    };
    const signs = ["keydown", "pointerdown", "pointermove"] as const;
    for (const sign of signs) window.addEventListener(sign, awake, { passive: true });
    return () => {
      window.clearTimeout(timer);
      for (const sign of signs) window.removeEventListener(sign, awake);
    };
  }, [secs, onIdle]);
}
