import { useWords } from "./words";

/** A length of time as a person says it: now, 12 min, 1 h 20 min. */
export function useWaitText() {
  const t = useWords("shared");
  return (secs: number): string => {
    const minutes = Math.floor(Math.max(0, secs) / 60);
    if (minutes < 1) return t("wait.now");
    if (minutes < 60) return t("wait.minutes", { minutes });
    return t("wait.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  };
}

export function WaitText({ secs }: { secs: number }) {
  return <span style={{ whiteSpace: "nowrap" }}>{useWaitText()(secs)}</span>;
}
