import type { TariffQuote } from "@/backend/wire";
import { Money } from "@/shared/Money";
import { useWords } from "@/shared/words";
import classes from "./QuoteTab.module.css";

/** The arithmetic of a quote, as it would stand on the bill. */
export function QuoteLines({ quote }: { quote: TariffQuote }) {
  const t = useWords("tariffs");
  return (
    <>
      <table className={classes.lines}>
        <caption>
          {t("quote.lines")} <span className={classes.quiet}>{t("quote.days", { count: quote.days })}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t("quote.line")}</th>
            <th scope="col" data-right>
              {t("quote.quantity")}
            </th>
            <th scope="col" data-right>
              {t("quote.rate")}
            </th>
            <th scope="col" data-right>
              {t("quote.amount")}
            </th>
          </tr>
        </thead>
        <tbody>
          {quote.lines.map((line, at) => (
            <tr key={at} data-kind={line.kind}>
              <th scope="row">{line.label}</th>
              <td data-right>{line.quantity}</td>
              <td data-right>{line.rate}</td>
              <td data-right>
                <Money minor={line.amount} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {t("quote.total")}
            </th>
            <td data-right>
              <Money minor={quote.total} size="large" />
            </td>
          </tr>
        </tfoot>
      </table>
      {quote.notes.map((note) => (
        <p key={note} className={classes.quiet}>
          {note}
        </p>
      ))}
    </>
  );
}
