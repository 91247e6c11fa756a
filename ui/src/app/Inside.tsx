import { useEffect } from "react";
import type { Frame as FrameView } from "@/backend/wire";
import { CurrencyContext, setOfficeGrouping } from "@/shared/amounts";
import { setOfficeZone } from "@/shared/days";
import { SessionContext } from "@/shared/session";
import { Frame } from "./Frame";

type Props = { frame: FrameView; onLock: () => void; onLogOut: () => void };

/** The rooms, for somebody who is logged in. */
export function Inside({ frame, onLock, onLogOut }: Props) {
  setOfficeZone(frame.zone);
  setOfficeGrouping(frame.currency.grouping);
  useIdle(frame.idle_lock_secs, onLock);
  return (
    <SessionContext value={frame}>
      <CurrencyContext value={frame.currency}>
        <Frame onLock={onLock} onLogOut={onLogOut} />
      </CurrencyContext>
    </SessionContext>
  );
}

/** Locks when nobody touched keys or mouse for a while: a counter stands in the open. */
function useIdle(secs: number, onIdle: () => void) {
  useEffect(() => {
    let timer = window.setTimeout(onIdle, secs * 1000);
    const awake = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(onIdle, secs * 1000);
    };
    const signs = ["keydown", "pointerdown", "pointermove"] as const;
    for (const sign of signs) window.addEventListener(sign, awake, { passive: true });
    return () => {
      window.clearTimeout(timer);
      for (const sign of signs) window.removeEventListener(sign, awake);
    };
  }, [secs, onIdle]);
}
