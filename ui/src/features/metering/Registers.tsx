import type { MeterView } from "@/backend/wire";
import { showDay } from "@/shared/days";
import { useWords } from "@/shared/words";
import classes from "./MeteringPage.module.css";

/** What is on record of a meter's registers, and what they showed last. */
export function Registers({ meter }: { meter: MeterView }) {
  const t = useWords("metering");
  return (
    <ul aria-label={t("line.registers")} className={classes.spans}>
      {meter.registers.map((one) => (
        <li key={one.register}>
          <dl>
            <dt>{t("line.register")}</dt>
            <dd>
              {one.register} {one.band} ({one.unit})
            </dd>
            <dt>{t("line.digits")}</dt>
            <dd>{one.digits === 0 ? t("line.unknown") : one.digits}</dd>
            <dt>{t("line.multiplier")}</dt>
            <dd>{one.multiplier}</dd>
            <dt>{t("line.last")}</dt>
            <dd>{one.last_on ? `${one.last_value} · ${showDay(one.last_on)}` : t("grid.never")}</dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}
