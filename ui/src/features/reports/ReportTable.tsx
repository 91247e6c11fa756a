import type { ReportRow, ReportView } from "@/backend/wire";
import { useCurrency } from "@/shared/amounts";
import { useWords } from "@/shared/words";
import { hasBefore } from "./charted";
import { change, showFigure } from "./figures";
import classes from "./ReportsPage.module.css";
import { useColumnWords, useNames } from "./useNames";

type Props = { report: ReportView };

/** Every figure of the period, and of the charted column the one before and by how much it differs. */
export function ReportTable({ report }: Props) {
  const t = useWords("reports");
  const named = useNames(report.report);
  const columnWord = useColumnWords();
  return (
    <table className={classes.table}>
      <caption className="cf-visually-hidden">{t(`kind.${report.report}`)}</caption>
      <thead>
        <tr>
          <th scope="col">{t(`row.${report.report}`)}</th>
          {report.columns.map((column) => (
            <th key={column.name} scope="col" data-right>
              {columnWord(column.name)}
            </th>
          ))}
          <th scope="col" data-right>
            {t("before")}
          </th>
          <th scope="col" data-right>
            {t("change")}
          </th>
        </tr>
      </thead>
      <tbody>
        {report.rows.map((row) => (
          <Row key={row.name} report={report} row={row} name={named(row.name)} />
        ))}
      </tbody>
      <tfoot>
        {/* Nothing before adds up to nothing, which is no nought. */}
        <Row report={report} row={hasBefore(report.rows, report.charted) ? report.total : { ...report.total, before: [] }} name={t("names.total")} />
      </tfoot>
    </table>
  );
}

function Row({ report, row, name }: Props & { row: ReportRow; name: string }) {
  const currency = useCurrency();
  const { columns, charted } = report;
  const figure = (figures: (number | null)[], at: number) => {
    const value = figures[at];
    const unit = columns[at]?.unit;
    return value === null || value === undefined || !unit ? "–" : showFigure(value, unit, currency);
  };
  const [now, before] = [row.now[charted], row.before[charted]];
  const mayBeShort = report.report === "variances" || (now ?? 0) < 0 || (before ?? 0) < 0;
  const difference = mayBeShort ? (by: number) => showFigure(by, columns[charted]?.unit ?? "amount", currency) : undefined;
  return (
    <tr>
      <th scope="row">{name}</th>
      {columns.map((column, at) => (
        <td key={column.name} data-right>
          {figure(row.now, at)}
        </td>
      ))}
      <td data-right data-quiet>
        {figure(row.before, charted)}
      </td>
      <td data-right data-quiet>
        {change(now, before, difference)}
      </td>
    </tr>
  );
}
