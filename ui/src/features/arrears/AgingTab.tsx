import { BarChart } from "@mantine/charts";
import { IconChartBar, IconTable } from "@tabler/icons-react";
import { useView } from "@/backend/useView";
import type { AgingSums, AgingView } from "@/backend/wire";
import { showMoney, useCurrency, showCount } from "@/shared/amounts";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { ServiceMark } from "@/shared/ServiceMark";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";
import { Loading } from "./Loading";
import { buckets } from "./looks";

/** What is open in the whole office, by days past the due date: a chart, and the table behind it. */
export function AgingTab() {
  const t = useWords("arrears");
  const aging = useView("aging", {});
  if (!aging.data) return aging.error ? <Refusal error={aging.error} /> : <Loading height="20rem" />;
  if (aging.data.services.length === 0) {
    return <EmptyState icon={IconChartBar} title={t("aging.none")} words={t("aging.noneWords")} />;
  }
  return (
    <div className={classes.column}>
      <Panel icon={IconChartBar} title={t("aging.title")} aside={showDay(aging.data.today)}>
        <Chart aging={aging.data} />
      </Panel>
      <Panel icon={IconTable} title={t("aging.table")}>
        <Table aging={aging.data} />
      </Panel>
    </div>
  );
}

const colors = { electricity: "var(--cf-electricity)", water: "var(--cf-water)", gas: "var(--cf-gas)" } as const;

/** The same as the table below it, which screen readers read. */
function Chart({ aging }: { aging: AgingView }) {
  const t = useWords("arrears");
  const currency = useCurrency();
  const data = buckets.map((bucket) => ({
    bucket: t(`bucket.${bucket}`),
    ...Object.fromEntries(aging.services.map(({ service, sums }) => [service, sums[bucket]])),
  }));
  return (
    <div aria-hidden="true">
      <BarChart
        h="15rem"
        data={data}
        dataKey="bucket"
        type="stacked"
        series={aging.services.map(({ service }) => ({
          name: service,
          label: t(`shared:service.${service}`),
          color: colors[service],
        }))}
        withLegend
        tickLine="none"
        maxBarWidth={64}
        barProps={{ isAnimationActive: false }}
        valueFormatter={(value) => showMoney(value, currency)}
        barChartProps={{ accessibilityLayer: false }}
        yAxisProps={{ width: 110 }}
      />
    </div>
  );
}

function Table({ aging }: { aging: AgingView }) {
  const t = useWords("arrears");
  return (
    <table className={classes.table}>
      <caption className="cf-visually-hidden">{t("aging.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("col.service")}</th>
          <th scope="col" data-right>
            {t("aging.accounts")}
          </th>
          <th scope="col" data-right>
            {t("aging.late")}
          </th>
          {buckets.map((bucket) => (
            <th key={bucket} scope="col" data-right>
              {t(`bucket.${bucket}`)}
            </th>
          ))}
          <th scope="col" data-right>
            {t("aging.total")}
          </th>
        </tr>
      </thead>
      <tbody>
        {aging.services.map(({ service, sums }) => (
          <tr key={service}>
            <th scope="row">
              <ServiceMark service={service} />
            </th>
            <Sums sums={sums} />
          </tr>
        ))}
      </tbody>
      {aging.services.length > 1 && (
        <tfoot>
          <tr>
            <th scope="row">{t("aging.all")}</th>
            <Sums sums={aging.all} />
          </tr>
        </tfoot>
      )}
    </table>
  );
}

function Sums({ sums }: { sums: AgingSums }) {
  return (
    <>
      <td data-right>{showCount(sums.accounts)}</td>
      <td data-right>{showCount(sums.late_accounts)}</td>
      {buckets.map((bucket) => (
        <td key={bucket} data-right>
          <Money minor={sums[bucket]} quietZero />
        </td>
      ))}
      <td data-right>
        <Money minor={sums.total} />
      </td>
    </>
  );
}
