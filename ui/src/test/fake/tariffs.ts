import type {
  ApiError, Commands, JobView, SimulationReport, TariffFault, TariffPage, TariffQuote, TariffSeen, TariffVersionView, TariffView,
} from "@/backend/wire";
import type { Book } from "./book";

/** The tariffs of the branch in memory: the shapes of the real ones, and none of their arithmetic. */
const STORED = Date.parse("2026-03-28T05:30:00Z");

const same = (text: string) => ({ same: text, by_use: [] });
const onEnergy = { all: false, groups: ["energy" as const], names: [] };

function pageOf(change: Partial<TariffPage>): TariffPage {
  return {
    name: "LT-2a Domestic",
    service: "electricity",
    currency: "INR",
    unit: "kWh",
    billing_months: 1,
    valid_from: "2026-04-01",
    on_change: "next_reading",
    ladders: [
      {
        name: "Energy charge", whole_usage: false, season: null, band: null, when_over: null, when_up_to: null,
        limits_per_day: false, limits_for_total: false,
        slabs: [
          { over: "0", up_to: "50", rate: "4.15", flat: null },
          { over: "50", up_to: "100", rate: "5.6", flat: null },
          { over: "100", up_to: "200", rate: "7.15", flat: null },
          { over: "200", up_to: null, rate: "8.2", flat: null },
        ],
        chart: [
          { units: "0", rate: "4.15" }, { units: "50", rate: "5.6" }, { units: "100", rate: "7.15" },
          { units: "200", rate: "8.2" }, { units: "250", rate: "8.2" },
        ],
      },
    ],
    fixed: [{ name: "Fixed charge", amount: same("145"), per: "kW", season: null }],
    demand: [],
    adjustments: [{ name: "FPPCA", rate: same("0.36"), over: null, up_to: null, band: null, season: null }],
    rebates: [],
    taxes: [{ name: "Tax on consumption", percent: same("9"), on: onEnergy, rounding: { to: "0.01", mode: "down" } }],
    minimum: null,
    proration: { blocks: "by_days", fixed: "none", base_days: "30", only_outside_days: ["25", "35"], factor: null, limit: null },
    rounding: { lines: null, groups: null, total: { to: "1", mode: "half_up" } },
    late_payment: { percent: "1", per: "month", grace_days: 5, steps: [], minimum: null, on_over: null, compound: false },
    seasons: [],
    bands: [],
    examples: [{ name: "Order 12, example 1", total_minor: "107000" }],
    ...change,
  };
}

const textOf = (page: TariffPage) => `format = 1\nname = "${page.name}"\nservice = "${page.service}"\ncurrency = "INR"\nunit = "${page.unit}"\nvalid_from = ${page.valid_from}\n`;

function versionOf(id: number, change: Partial<TariffVersionView> = {}): TariffVersionView {
  return {
    id, valid_from: "2026-04-01", valid_to: null, revision: 1, state: "in_force", has_priced: true, note: "Order 12 of 2026",
    person: "Anita Kamath", stored_at: STORED, sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", ...change,
  };
}

function planOf(id: number, page: TariffPage, versions: TariffVersionView[], accounts: number): TariffView {
  const shown = versions.find((one) => one.state === "in_force") ?? versionOf(id);
  return { id, name: page.name, active: true, accounts, version: 1, shown, versions, page, text: textOf(page) };
}

export function newTariffs(): TariffView[] {
  return [
    planOf(1, pageOf({}), [
      versionOf(13, { valid_from: "2026-12-01", state: "coming", has_priced: false, note: "Order 31 of 2026" }),
      versionOf(12, { valid_to: "2026-11-30", revision: 2, note: "FPPCA was 0.63" }),
      versionOf(11, { valid_to: "2026-11-30", state: "replaced" }),
      versionOf(10, { valid_from: "2025-04-01", valid_to: "2026-03-31", state: "past", note: "" }),
    ], 1204),
    planOf(2, pageOf({
      name: "TOD-1 Industrial", fixed: [], adjustments: [],
      ladders: ["Peak", "Off-peak"].map((name) => ({
        name, whole_usage: false, season: null, band: name.toLowerCase(), when_over: null, when_up_to: null, limits_per_day: false, limits_for_total: false,
        slabs: [{ over: "0", up_to: null, rate: name === "Peak" ? "9.1" : "6.4", flat: null }],
        chart: [{ units: "0", rate: "9.1" }, { units: "100", rate: "9.1" }],
      })),
      demand: [{ name: "Demand", unit: "kW", band: null, season: null, slabs: [{ over: "0", up_to: "20", rate: "210", flat: null }, { over: "20", up_to: null, rate: "240", flat: null }], min_percent_of_contract: "85" }],
      bands: [
        { name: "peak", season: null, hours: [{ days: [0, 1, 2, 3, 4], spans: [["16:00", "21:00"]] }] },
        { name: "off-peak", season: null, hours: [] },
      ],
    }), [versionOf(20)], 3),
    { ...planOf(3, pageOf({ name: "W-1 Domestic", service: "water", unit: "kL", taxes: [], adjustments: [] }), [versionOf(30)], 611), active: false },
  ];
}

type RunJob = (kind: string, title: string, result: unknown) => JobView;

const refuse = (code: string, message: string, hint: string): never => {
  const error: ApiError = { code, message, hint, reference: "" };
  throw error;
};

type TariffNames =
  | "tariffs" | "tariff" | "quote_tariff" | "check_tariff" | "import_tariff" | "save_tariff_version" | "retire_tariff" | "simulate_tariff";
type TariffHandlers = { [Name in TariffNames]: (input: Commands[Name][0]) => Commands[Name][1] };

export function tariffHandlers(book: Book, runJob: RunJob): TariffHandlers {
  const plan = (id: number) => book.tariffs.find((one) => one.id === id) ?? refuse("not_found", `there is no tariff ${id}`, "Look it up again.");
  const put = (changed: TariffView): TariffView => {
    book.tariffs = [...book.tariffs.filter((one) => one.id !== changed.id), changed];
    return changed;
  };

  const see = (file: string, text: string): TariffSeen => {
    const faults: TariffFault[] = text.split("\n").flatMap((line, at) =>
      line.includes("rate = free") ? [{ line: at + 1, field: "energy_charge[1].slabs[1].rate", expected: "a number, found text" }] : [],
    );
    const name = /name = "(.*)"/.exec(text)?.[1] ?? "";
    const day = /valid_from = (\S+)/.exec(text)?.[1] ?? null;
    const known = book.tariffs.find((one) => one.name === name);
    const sameDay = known?.versions.find((one) => one.valid_from === day && one.state !== "replaced");
    const effect = faults.length > 0 ? "faulty" : !known ? "new_plan" : known.text === text ? "unchanged" : sameDay ? "correction" : "new_version";
    return {
      file, effect, faults, name, tariff: known?.id ?? null, version: null, valid_from: day, examples: 0,
      billed_since: 0,
      corrects_priced: effect === "correction" && sameDay?.has_priced === true,
      page: faults.length > 0 ? null : pageOf({ name, valid_from: day }),
    };
  };

  const files = ({ path, text }: { path?: string | null; text?: string | null }) =>
    text === undefined || text === null
      ? [see(path?.split("/").at(-1) ?? "", textOf(pageOf({ valid_from: "2027-04-01" })))]
      : [see("", text)];

  const store = (seen: TariffSeen, text: string, note: string): TariffSeen => {
    const known = book.tariffs.find((one) => one.name === seen.name);
    const id = 100 + book.tariffs.flatMap((one) => one.versions).length;
    const version = versionOf(id, { valid_from: seen.valid_from ?? "", note, state: "coming", has_priced: false });
    const page = pageOf({ name: seen.name, valid_from: seen.valid_from });
    if (known) put({ ...known, version: known.version + 1, versions: [version, ...known.versions], shown: version, page, text });
    else put({ ...planOf(book.tariffs.length + 1, page, [version], 0), text });
    const tariff = book.tariffs.find((one) => one.name === seen.name)?.id ?? null;
    return { ...seen, tariff, version: id };
  };

  const quote = ({ units, bands, load_kw: load }: Commands["quote_tariff"][0]): TariffQuote => {
    if (!load) refuse("bad_input", "account.sanctioned_load_kw: expected the sanctioned load in kW: this tariff charges by it", "Correct this field and try again.");
    const used = units ? Number(units) : (bands ?? []).reduce((sum, one) => sum + Number(one.amount), 0);
    const energy = Math.round(used * 560);
    const fixed = Number(load ?? 0) * 14_500;
    return {
      lines: [
        { kind: "energy", label: "Energy charge, up to 50 kWh", quantity: `${used} kWh`, rate: "5.6", amount: energy },
        { kind: "fixed", label: "Fixed charge", quantity: `${load} kW`, rate: "145", amount: fixed },
      ],
      total: energy + fixed, days: 30, units: String(used), notes: [],
    };
  };

  return {
    tariffs: () => ({
      plans: book.tariffs.map((one) => ({
        id: one.id, name: one.name, service: one.page.service, active: one.active, unit: one.page.unit, accounts: one.accounts,
        in_force_since: one.versions.find((version) => version.state === "in_force")?.valid_from ?? null,
        next_from: one.versions.find((version) => version.state === "coming")?.valid_from ?? null,
        versions: one.versions.length,
      })),
      unknown: [{ name: "LT-9 Temporary", accounts: 4 }],
    }),
    tariff: ({ tariff: id, version }) => {
      const found = plan(id);
      return { ...found, shown: found.versions.find((one) => one.id === version) ?? found.shown };
    },
    quote_tariff: quote,
    check_tariff: (input) => ({ stored: false, files: files(input) }),
    import_tariff: (input) => {
      const seen = files(input);
      if (seen.some((one) => one.effect === "faulty")) return { stored: false, files: seen };
      return { stored: true, files: seen.map((one) => store(one, input.text ?? textOf(pageOf({ valid_from: one.valid_from })), input.note)) };
    },
    save_tariff_version: ({ tariff: id, version, text, note, correct_priced }) => {
      if (plan(id).version !== version) refuse("changed_meanwhile", `tariff ${plan(id).name} was changed meanwhile`, "It is shown anew; check it and try again.");
      const seen = see("", text);
      if (seen.effect === "faulty" || seen.effect === "unchanged") return { stored: false, files: [seen] };
      if (seen.corrects_priced && !correct_priced) refuse("tariff_has_priced", `bills were already made by ${seen.name}`, "Say so.");
      return { stored: true, files: [store(seen, text, note)] };
    },
    retire_tariff: ({ tariff: id, active }) => put({ ...plan(id), active, version: plan(id).version + 1 }),
    simulate_tariff: ({ tariff: id, month }) => runJob("simulate_tariff", `${plan(id).name}, ${month}`, simulation),
  };
}

const simulation: SimulationReport = {
  bills: 1180,
  left_out: [{ reason: "units: expected units on the bill; it was imported without", bills: 3 }],
  before: 142_310_00, after: 149_021_00,
  winners: { bills: 214, change: -8_110_00 }, losers: { bills: 903, change: 14_821_00 }, same: 63,
  distribution: [
    { from: null, to: -50, bills: 0 }, { from: -50, to: -20, bills: 3 }, { from: -20, to: -10, bills: 22 }, { from: -10, to: -5, bills: 61 },
    { from: -5, to: -2, bills: 70 }, { from: -2, to: 0, bills: 58 }, { from: 0, to: 0, bills: 63 }, { from: 0, to: 2, bills: 120 },
    { from: 2, to: 5, bills: 331 }, { from: 5, to: 10, bills: 402 }, { from: 10, to: 20, bills: 48 }, { from: 20, to: 50, bills: 2 }, { from: 50, to: null, bills: 0 },
  ],
  falls: [{ account: 4, account_number: "1000 2101", bill: "E-2026-009012", units: "38", before: 412_00, after: 340_00 }],
  rises: [{ account: 9, account_number: "1000 2190", bill: "E-2026-009090", units: "611", before: 4_912_00, after: 5_630_00 }],
};
