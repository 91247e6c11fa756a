import type { ReportRow, ReportView } from "@/backend/wire";
import { useCurrency } from "@/shared/amounts";
import { useWords } from "@/shared/words";
import { change, showFigure } from "./figures";
import classes from "./ReportsPage.module.css";
import { useColumnWords, useNames } from "./useNames";

type Props = { report: ReportView };

/** Every figure of the period, and of the charted column the one before and by how much it differs. */
export function ReportTable({ report }: Props) {
  const t = useWords("reports");
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
          <Row key={row.name} report={report} row={row} />
        ))}
      </tbody>
      <tfoot>
        <Row report={report} row={report.total} />
      </tfoot>
    </table>
  );
}

function Row({ report, row }: Props & { row: ReportRow }) {
  const named = useNames();
  const currency = useCurrency();
  const { columns, charted } = report;
  const figure = (figures: (number | null)[], at: number) => {
    const value = figures[at];
    const unit = columns[at]?.unit;
    return value === null || value === undefined || !unit ? "–" : showFigure(value, unit, currency);
  };
  return (
    <tr>
      <th scope="row">{named(row.name)}</th>
      {columns.map((column, at) => (
        <td key={column.name} data-right>
          {figure(row.now, at)}
        </td>
      ))}
      <td data-right data-quiet>
        {figure(row.before, charted)}
      </td>
      <td data-right data-quiet>
        {change(row.now[charted], row.before[charted])}
      </td>
    </tr>
  );
}
