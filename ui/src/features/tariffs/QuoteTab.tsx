import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconCalculator } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useView } from "@/backend/useView";
import type { BandUse, QuoteTariff, TariffPage, TariffView } from "@/backend/wire";
import { monthOf, plusDays, plusMonths } from "@/shared/dayMath";
import { DayPicker } from "@/shared/DayPicker";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { Refusal } from "@/shared/Refusal";
import { useSession } from "@/shared/session";
import { useWords } from "@/shared/words";
import { QuoteLines } from "./QuoteLines";
import classes from "./QuoteTab.module.css";
import { isNumber } from "./rates";

/** "What would 120 units cost?", worked out line by line while the figures are typed. */
export function QuoteTab({ tariff }: { tariff: TariffView }) {
  const t = useWords("tariffs");
  const { business_on: today } = useSession();
  const asks = asked(tariff.page);
  const first = useRef<HTMLInputElement>(null);
  const [from, setFrom] = useState(`${monthOf(today)}-01`);
  const [to, setTo] = useState(plusDays(`${plusMonths(monthOf(today), 1)}-01`, -1));
  const [season, setSeason] = useState(asks.seasons[0] ?? "");
  const [typed, setTyped] = useState<Record<string, string>>(asks.load ? { load: "1" } : {});
  useEffect(() => first.current?.focus(), []);

  const value = (name: string) => typed[name] ?? "";
  const use = (names: string[], prefix: string): BandUse[] =>
    names.filter((name) => isNumber(value(prefix + name))).map((band) => ({ band, amount: value(prefix + band).trim() }));
  const one = (name: string) => (isNumber(value(name)) ? value(name).trim() : null);
  const bands = use(asks.bands, "band:");
  const input: QuoteTariff = {
    tariff: tariff.id,
    version: tariff.shown.id,
    from,
    to,
    units: asks.bands.length > 0 ? null : one("units"),
    bands,
    demand: use(asks.demand, "demand:"),
    load_kw: one("load"),
    contract_kw: one("contract"),
    season: season || null,
  };
  const [settled] = useDebouncedValue(JSON.stringify(input), 200);
  const ready = asks.bands.length > 0 ? bands.length > 0 : input.units !== null;
  const quote = useView("quote_tariff", JSON.parse(settled) as QuoteTariff, { enabled: ready, keep: true });

  const field = (name: string, label: string, isFirst = false) => (
    <TextInput
      key={name}
      ref={isFirst ? first : undefined}
      label={label}
      inputMode="decimal"
      autoComplete="off"
      value={value(name)}
      error={value(name) !== "" && !isNumber(value(name)) && t("quote.number")}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped((before) => ({ ...before, [name]: text }));
      }}
    />
  );
  const { unit } = tariff.page;
  return (
    <div className={classes.quote}>
      <form className={classes.form} aria-label={t("quote.title")} onSubmit={(event) => event.preventDefault()}>
        {asks.bands.length === 0 && field("units", t("quote.unitsOf", { unit }), true)}
        {asks.bands.map((band, at) => field(`band:${band}`, t("quote.band", { band, unit }), at === 0))}
        {asks.demand.map((band) => field(`demand:${band}`, band === "max" ? t("quote.demand") : t("quote.demandBand", { band })))}
        {asks.load && field("load", t("quote.load"))}
        {asks.contract && field("contract", t("quote.contract"))}
        {asks.seasons.length > 0 && (
          <NativeSelect label={t("read.seasons")} data={asks.seasons} value={season} onChange={(event) => setSeason(event.currentTarget.value)} />
        )}
        <div>
          <p className={classes.label}>{t("quote.from")}</p>
          <DayPicker label={t("quote.from")} value={from} max={to} onChange={setFrom} />
        </div>
        <div>
          <p className={classes.label}>{t("quote.to")}</p>
          <DayPicker label={t("quote.to")} value={to} min={from} onChange={setTo} />
        </div>
        <p className={classes.quiet}>{t("quote.by", { day: showDay(tariff.shown.valid_from) })}</p>
      </form>
      <div aria-live="polite">
        {!ready && <EmptyState icon={IconCalculator} title={t("quote.startTitle")} words={t("quote.start")} />}
        {ready && quote.error && <Refusal error={quote.error} />}
        {ready && !quote.error && quote.data && <QuoteLines quote={quote.data} />}
      </div>
    </div>
  );
}

/** What this tariff charges by, and so has to be told. */
function asked(page: TariffPage) {
  const unique = (names: (string | null)[]) => [...new Set(names.filter((name): name is string => name !== null))];
  const banded = unique([...page.ladders, ...page.adjustments].map((one) => one.band));
  return {
    bands: banded.length > 0 ? unique([...page.bands.map((band) => band.name), ...banded]) : [],
    demand: unique(page.demand.map((one) => one.band ?? "max")),
    load: [...page.fixed, ...(page.minimum ? [page.minimum] : [])].some((one) => one.per === "kW"),
    contract: page.demand.some((one) => one.min_percent_of_contract !== null),
    seasons: page.seasons.every((season) => season.months.length === 0) ? page.seasons.map((season) => season.name) : [],
  };
}
