import { Button } from "@mantine/core";
import type { PaymentPreview, ShareLine } from "@/backend/wire";
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
        {preview.lines.map((line) => (
          <div key={`${line.bill}-${line.part}`} className={classes.line} data-nothing={line.paid === 0 || undefined}>
            <dt>{what(line)}</dt>
            <dd>
              <Money minor={line.paid} size="small" />
            </dd>
          </div>
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

/** "Surcharge, Electricity Oct 2026". */
export function useLineWords() {
  const t = useWords("counter");
  return (line: ShareLine): string => {
    const what = `${t(`shared:service.${line.service}`)} ${showDay(line.period_to, "month")}`;
    return line.part === "surcharge" ? t("pay.surchargeOf", { what }) : what;
  };
}
