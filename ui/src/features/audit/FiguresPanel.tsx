import { BarChart } from "@mantine/charts";
import { IconReportAnalytics } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Figures } from "@/backend/wire";
import { showCount } from "@/shared/amounts";
import { showDay } from "@/shared/days";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { StateTag } from "@/shared/StateTag";
import { Who } from "@/shared/Who";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";
import { Loading } from "./Loading";
import { useCounted } from "./useCounted";

type Props = { title: string; figures: Figures | undefined; error: unknown; aside?: ReactNode };

type Sum = { name: string; value: ReactNode; note?: string };

/** The sums of a day or a month. */
export function FiguresPanel({ title, figures, error, aside }: Props) {
  return (
    <Panel icon={IconReportAnalytics} title={title} aside={aside}>
      {figures ? <Sums figures={figures} /> : error ? <Refusal error={error} /> : <Loading height="4rem" />}
    </Panel>
  );
}

function Sums({ figures }: { figures: Figures }) {
  const t = useWords("audit");
  const counted = useCounted();
  // Counts are of the whole time and sums of the days before: beside a sum, such a count would be held against it.
  const days = shownOf(figures);
  const money = (minor: number, quietZero = false) => (days === "none" ? "–" : <Money minor={minor} quietZero={quietZero} />);
  const note = (words: string) => (days === "part" ? undefined : words);
  const sums: Sum[] = [
    { name: t("figure.net"), value: money(figures.net) },
    { name: t("figure.taken"), value: money(figures.taken), note: note(counted("receipts", figures.receipts)) },
    { name: t("figure.voided"), value: money(figures.voided, true), note: note(counted("voidCount", figures.voids)) },
    { name: t("figure.returned"), value: money(figures.returned, true), note: note(counted("returnCount", figures.returns)) },
    { name: t("figure.overdue"), value: <Money minor={figures.overdue} quietZero />, note: counted("bills", figures.overdue_bills) },
    { name: t("figure.auditRows"), value: showCount(figures.audit_rows), note: counted("duplicates", figures.reprints) },
  ];
  return (
    <>
      {figures.left_out && (
        <p role="status" className={classes.note}>
          {t("figure.leftOut", { day: showDay(figures.left_out) })}
        </p>
      )}
      <dl className={classes.figures}>
        {sums.map(({ name, value, note }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
            {note && <dd className={classes.note}>{note}</dd>}
          </div>
        ))}
      </dl>
    </>
  );
}

/** Of which days the money is shown: of all, of those before one that is left out, or of none. */
function shownOf({ from, left_out: leftOut }: Figures): "all" | "part" | "none" {
  if (!leftOut) return "all";
  return from === leftOut ? "none" : "part";
}

/** The same sums by way of paying, by clerk, and the numbers that were given. */
export function Breakdown({ figures }: { figures: Figures }) {
  const t = useWords("audit");
  // Most days nothing of a day before falls, and the tables stand in a narrow column.
  const fell = figures.returns > 0;
  const nothing = <p className={classes.quiet}>{t(shownOf(figures) === "none" ? "figure.shownLater" : "figure.nothingTaken")}</p>;
  return (
    <>
      <Panel title={t("byMethod")}>
        {figures.by_method.length === 0 ? nothing : <ByMethod figures={figures} fell={fell} />}
      </Panel>
      <Panel title={t("byClerk")}>
        {figures.by_clerk.length === 0 ? nothing : <ByClerk figures={figures} fell={fell} />}
      </Panel>
      <Panel title={t("sequences")}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t("col.range")}</th>
              <th scope="col" data-right>
                {t("col.count")}
              </th>
              <th scope="col" data-right>
                {t("col.voids")}
              </th>
              <th scope="col" data-right>
                {t("col.gaps")}
              </th>
            </tr>
          </thead>
          <tbody>
            {figures.sequences.map((one) => (
              <tr key={one.counter}>
                <th scope="row" className={classes.range}>
                  {one.first}
                  <span>{one.last}</span>
                </th>
                <td data-right>{one.count}</td>
                <td data-right>{one.voids}</td>
                <td data-right>
                  <StateTag tone={one.gaps > 0 ? "red" : "green"}>{one.gaps}</StateTag>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </>
  );
}

type OfProps = { figures: Figures; fell: boolean };

function ByMethod({ figures, fell }: OfProps) {
  const t = useWords("audit");
  return (
    <>
      <div aria-hidden="true">
        <BarChart
          h="7rem"
          data={figures.by_method.map((one) => ({ method: t(`shared:method.${one.method}`), amount: one.amount }))}
          dataKey="method"
          orientation="vertical"
          series={[{ name: "amount", color: "var(--cf-bar)" }]}
          withXAxis={false}
          gridAxis="none"
          tickLine="none"
          maxBarWidth={14}
          yAxisProps={{ width: 64 }}
          barProps={{ radius: [0, 3, 3, 0], isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false }}
          withTooltip={false}
        />
      </div>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("col.method")}</th>
            <th scope="col" data-right>
              {t("col.count")}
            </th>
            {fell && (
              <th scope="col" data-right>
                {t("col.returned")}
              </th>
            )}
            <th scope="col" data-right>
              {t("col.amount")}
            </th>
          </tr>
        </thead>
        <tbody>
          {figures.by_method.map((one) => (
            <tr key={one.method}>
              <th scope="row">{t(`shared:method.${one.method}`)}</th>
              <td data-right>{one.count}</td>
              {fell && (
                <td data-right>
                  <Money minor={one.returned} quietZero />
                </td>
              )}
              <td data-right>
                <Money minor={one.amount} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function ByClerk({ figures, fell }: OfProps) {
  const t = useWords("audit");
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t("col.clerk")}</th>
          <th scope="col" data-right>
            {t("col.count")}
          </th>
          <th scope="col" data-right>
            {t("col.voids")}
          </th>
          {fell && (
            <th scope="col" data-right>
              {t("col.returned")}
            </th>
          )}
          <th scope="col" data-right>
            {t("col.amount")}
          </th>
        </tr>
      </thead>
      <tbody>
        {figures.by_clerk.map((one) => (
          <tr key={one.clerk}>
            <th scope="row">
              <Who login={one.clerk} />
            </th>
            <td data-right>{one.count}</td>
            <td data-right>{one.voids}</td>
            {fell && (
              <td data-right>
                <Money minor={one.returned} quietZero />
              </td>
            )}
            <td data-right>
              <Money minor={one.amount} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
