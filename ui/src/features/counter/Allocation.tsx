import { Button } from "@mantine/core";
import type { PaymentPreview, ShareLine } from "@/backend/wire";
import { monthOf } from "@/shared/dayMath";
import { showDay } from "@/shared/days";
import { Money } from "@/shared/Money";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./Allocation.module.css";

type Props = {
  preview: PaymentPreview;
  directed: boolean;
  onDirect: () => void;
  onRule: () => void;
};

/** Where the money goes, line by line, as the backend would book it now. */
export function Allocation({ preview, directed, onDirect, onRule }: Props) {
  const t = useWords("counter");
  const what = useLineWords();
  const months = useSurchargeWords();
  const rest = preview.lines.filter((line) => line.part !== "surcharge");
  return (
    <div>
      <div className={classes.head}>
        {directed ? (
          <StateTag tone="brand">{t("pay.byDirection")}</StateTag>
        ) : (
          <span title={t(`shared:allocation.${preview.order}.steps`)}>
            {t("pay.goesTo", { order: t(`shared:allocation.${preview.order}.short`) })}
          </span>
        )}
        {preview.lines.length > 1 && (
          <Button variant="subtle" size="compact-xs" onClick={directed ? onRule : onDirect}>
            {directed ? t("pay.byRule") : t("pay.direct")}
          </Button>
        )}
      </div>
      <dl className={classes.lines}>
        {rest.map((line) => (
          <Paid key={line.bill} words={what(line)} paid={line.paid} />
        ))}
        {surchargesOf(preview.lines).map((month) => (
          <Paid key={month[0]?.bill} words={months(month)} paid={month.reduce((sum, line) => sum + line.paid, 0)} />
        ))}
        {preview.credit_used > 0 && (
          <div className={classes.line}>
            <dt>{t("pay.creditUsed")}</dt>
            <dd>
              <Money minor={-preview.credit_used} size="small" />
            </dd>
          </div>
        )}
        {preview.credit_added > 0 && (
          <div className={classes.line}>
            <dt>{t("pay.credit")}</dt>
            <dd>
              <Money minor={preview.credit_added} size="small" />
            </dd>
          </div>
        )}
        {preview.left > 0 && (
          <div className={classes.line} data-left>
            <dt>{t("pay.left")}</dt>
            <dd>
              <Money minor={preview.left} size="small" />
            </dd>
          </div>
        )}
      </dl>
      {preview.lines.length === 0 && <p className={classes.none}>{t("pay.nothingDue")}</p>}
    </div>
  );
}

function Paid({ words, paid }: { words: string; paid: number }) {
  return (
    <div className={classes.line} data-nothing={paid === 0 || undefined}>
      <dt>{words}</dt>
      <dd>
        <Money minor={paid} size="small" />
      </dd>
    </div>
  );
}

/** The surcharges that stand on the bills of one account's month are one line: each by itself they would push the bills out of sight. */
export function surchargesOf(lines: ShareLine[]): ShareLine[][] {
  const months = new Map<string, ShareLine[]>();
  for (const line of lines.filter((one) => one.part === "surcharge")) {
    const month = `${line.account} ${monthOf(line.period_to)}`;
    months.set(month, [...(months.get(month) ?? []), line]);
  }
  return [...months.values()];
}

/** "Surcharges on Electricity Oct 2026: 3 and today's", today's being what becomes a claim with the payment. */
function useSurchargeWords() {
  const t = useWords("counter");
  const what = useMonthWords();
  return (month: ShareLine[]): string => {
    const [first] = month;
    if (!first) return "";
    const charged = month.filter((line) => line.bill > 0).length;
    const all = { what: what(first), count: charged };
    return charged === month.length ? t("pay.surchargesOn", all) : charged === 0 ? t("pay.surchargeToday", all) : t("pay.surchargesAndToday", all);
  };
}

function useMonthWords() {
  const t = useWords("counter");
  return (line: ShareLine): string => `${t(`shared:service.${line.service}`)} ${showDay(line.period_to, "month")}`;
}

/** "Surcharge on Electricity Oct 2026", each line by itself. */
export function useLineWords() {
  const t = useWords("counter");
  const month = useMonthWords();
  return (line: ShareLine): string => {
    const what = month(line);
    if (line.part !== "surcharge") return what;
    return line.bill < 0 ? t("pay.surchargeToday", { what }) : t("pay.surchargeOf", { what });
  };
}
