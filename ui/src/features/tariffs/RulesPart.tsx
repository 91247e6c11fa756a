import type { BandView, LatePaymentView, SeasonView, TariffPage } from "@/backend/wire";
import { useCurrency } from "@/shared/amounts";
import { showDay } from "@/shared/days";
import { useWords } from "@/shared/words";
import classes from "./ReadTab.module.css";
import { showRate } from "./rates";
import { useOn } from "./useOn";
import { useRoundTo } from "./useRoundTo";

/** The rules of the bill: minimum, odd periods, rounding, late payment, seasons, hours, examples. */
export function RulesPart({ page }: { page: TariffPage }) {
  const t = useWords("tariffs");
  const rules: [string, string[]][] = [
    [t("read.minimum"), [useMinimum(page)]],
    [t("read.proration"), useProration(page)],
    [t("read.rounding"), useRounding(page)],
    [t("read.late"), useLate(page.late_payment)],
    [t("read.change"), [t(`read.onChange.${page.on_change}`)]],
    [t("read.seasons"), useSeasons(page.seasons)],
    [t("read.bands"), useBands(page.bands)],
    [t("read.examples"), [page.examples.length > 0 ? t("read.examplesWords", { count: page.examples.length }) : t("read.noExamples")]],
  ];
  return (
    <section aria-label={t("read.rules")}>
      <h3>
        {t("read.rules")} {page.valid_from && <span className={classes.words}>{t("versions.from", { day: showDay(page.valid_from) })}</span>}
      </h3>
      <dl className={classes.rules}>
        {rules
          .filter(([, lines]) => lines.length > 0)
          .map(([name, lines]) => (
            <div key={name}>
              <dt>{name}</dt>
              {lines.map((line) => (
                <dd key={line}>{line}</dd>
              ))}
            </div>
          ))}
      </dl>
    </section>
  );
}

function useMinimum({ minimum }: TariffPage): string {
  const t = useWords("tariffs");
  const currency = useCurrency();
  const on = useOn();
  if (!minimum) return t("read.noMinimum");
  return [showRate(minimum.amount, currency), t(`read.per.${minimum.per}`), on(minimum.on)].join(" ");
}

function useProration({ proration }: TariffPage): string[] {
  const t = useWords("tariffs");
  const rule = useRoundTo();
  const outside = proration.only_outside_days;
  const follows = proration.blocks !== "none" || proration.fixed !== "none";
  return [
    t(`read.blocks.${proration.blocks}`, { days: proration.base_days }),
    t(`read.fixedBy.${proration.fixed}`),
    follows && outside && t("read.outside", { from: outside[0], to: outside[1] }),
    proration.factor && t("read.factor", { rule: rule(proration.factor) }),
    proration.limit && t("read.limit", { rule: rule(proration.limit) }),
  ].filter((line): line is string => Boolean(line));
}

function useRounding({ rounding }: TariffPage): string[] {
  const t = useWords("tariffs");
  const rule = useRoundTo();
  return [
    rounding.lines && t("read.lines", { rule: rule(rounding.lines) }),
    rounding.groups && t("read.groups", { rule: rule(rounding.groups) }),
    rounding.total ? t("read.total", { rule: rule(rounding.total) }) : t("read.totalCoin"),
  ].filter((line): line is string => Boolean(line));
}

function useLate(late: LatePaymentView | null): string[] {
  const t = useWords("tariffs");
  const currency = useCurrency();
  if (!late) return [t("read.noLate")];
  const per = t(`read.latePer.${late.per}`);
  return [
    late.percent !== null ? t("read.lateWords", { percent: late.percent, per }) : t("read.lateSteps", { per }),
    ...late.steps.map(({ over, up_to, value }) =>
      up_to === null ? t("read.lateStepOver", { over, value }) : t("read.lateStep", { over, upTo: up_to, value }),
    ),
    late.grace_days > 0 && t("read.grace", { count: late.grace_days }),
    late.minimum !== null && t("read.lateMinimum", { amount: showRate(late.minimum, currency) }),
    late.on_over !== null && t("read.lateOver", { amount: showRate(late.on_over, currency) }),
    late.compound && t("read.compound"),
  ].filter((line): line is string => Boolean(line));
}

function useSeasons(seasons: SeasonView[]): string[] {
  const t = useWords("tariffs");
  const names = t("read.months", { returnObjects: true });
  return seasons.map(({ name, months }) => `${name}: ${months.map((month) => names[month - 1]).join(" ")}`);
}

function useBands(bands: BandView[]): string[] {
  const t = useWords("tariffs");
  const names = t("read.weekdays", { returnObjects: true });
  const daysOf = (days: number[]) => (days.length === 7 ? t("read.everyDay") : spans(days).map(([from, to]) => (from === to ? names[from] : `${names[from]}–${names[to]}`)).join(", "));
  return bands.map(({ name, season, hours }) => {
    const when = hours.length === 0
      ? t("read.otherwise")
      : hours.map((one) => `${daysOf(one.days)} ${one.spans.map(([from, to]) => `${from}–${to}`).join(", ")}`).join("; ");
    return `${name}${season ? ` (${season})` : ""}: ${when}`;
  });
}

/** Days in a row together: 0 1 2 5 → 0–2, 5. */
function spans(days: number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else found.push([day, day]);
  }
  return found;
}
