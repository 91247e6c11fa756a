import { useView } from "@/backend/useView";
import { useWords } from "@/shared/words";
import classes from "./HallPage.module.css";

/** What the hall sees: called numbers and counters, large; who is next; no names. */
export default function HallPage() {
  const t = useWords("queue");
  const hall = useView("hall", {}, { every: 2_000 });
  const called = hall.data?.called ?? [];
  const waiting = hall.data?.waiting ?? [];
  return (
    <main className={classes.hall}>
      <header className={classes.head}>
        <h1>{t("hallTitle")}</h1>
        <p>{hall.data?.office}</p>
      </header>
      {called.length === 0 ? (
        <p className={classes.empty}>{t("hallEmpty")}</p>
      ) : (
        <ul className={classes.called} aria-live="polite">
          {called.map((call, index) => (
            <li key={call.number} className={classes.call} data-newest={index === 0 || undefined}>
              <span className={classes.number}>{call.number}</span>
              <span className={classes.counter}>{t("hallCounter", { code: call.counter })}</span>
            </li>
          ))}
        </ul>
      )}
      {waiting.length > 0 && (
        <footer className={classes.next}>
          <h2>{t("hallNext")}</h2>
          <ol>
            {waiting.map((number) => (
              <li key={number}>{number}</li>
            ))}
          </ol>
        </footer>
      )}
    </main>
  );
}
