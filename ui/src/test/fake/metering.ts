import type {
  AccountView, CaseKind, Commands, CustomerCard, GridRow, JobView, LifeLine, MeteringSettings, ReadingEntry, ReadingView, RowVerdict,
  UseCaseView,
} from "@/backend/wire";
import { type Book, dayAfter, NOW, TODAY } from "./book";

type MeteringCommand =
  | "life_line" | "readings" | "reading_grid" | "reading_routes" | "preview_readings" | "usage_history" | "use_cases"
  | "metering_settings" | "install_meter" | "exchange_meter" | "remove_meter" | "preview_meter_correction" | "correct_meter" | "enter_readings" | "replace_reading"
  | "estimate_readings" | "advance_case" | "close_case" | "save_metering_settings";

type Handlers = { [Name in MeteringCommand]: (input: Commands[Name][0]) => Commands[Name][1] };
type Tools = {
  refuse: (code: string, message: string, hint?: string) => never;
  push: (act: string, subject: string, name: string, payment: null) => unknown;
  runJob: (kind: string, title: string, result: unknown) => JobView;
};

/** Readings of the branch in memory: the shapes of the real ones, and little of their rules. */
export function meteringHandlers(book: Book, { refuse, push, runJob }: Tools): Handlers {
  const metered = () => book.customers.flatMap((card) => card.accounts.filter((one) => one.meter !== "").map((account) => ({ card, account })));
  const of = (id: number) => metered().find(({ account }) => account.id === id) ?? book.customers.flatMap((card) => card.accounts.map((account) => ({ card, account }))).find(({ account }) => account.id === id) ?? refuse("not_found", `there is no account ${id}`);
  const readings = new Map<number, ReadingView[]>();
  const lastOf = (account: AccountView, register = 1) =>
    readings.get(account.id)?.find((one) => one.register === register) ?? { ...first(account), register };
  const isUnread = (account: AccountView, since: string) => book.bands.some((_, at) => lastOf(account, at + 1).on < since);
  let ids = 1000;
  let settings: MeteringSettings = { estimates_in_a_row: 2, estimate_by: "average", high_percent: 200, spike_percent: 400, low_percent: 40, watch_folder: "", version: 1 };
  let cases: UseCaseView[] = (["spike", "zero", "estimates"] as CaseKind[]).map((kind, at) => {
    const { card, account } = metered()[at * 5] ?? refuse("not_found", "no account");
    return {
      id: at + 1, account: account.id, number: account.number, name: card.name, kind, step: (["letter", "inspection", "review"] as const)[at] ?? "letter",
      state: "open", periods: at + 1, opened_on: dayAfter(TODAY, -20 - at * 30), last_on: dayAfter(TODAY, -16 - at), version: 1, outcome: "",
      words: kind === "spike" ? "412 kWh in 30 days is 3.4 × its usual 121 (last November 118)" : kind === "zero" ? "nothing was used in 31 days; its usual is 96 kWh" : "nobody has read this meter 3 times in a row, since 5 Aug 2026; the limit is 2",
    };
  });

  const judge = (entry: ReadingEntry): RowVerdict => {
    const { account } = of(entry.account);
    const last = lastOf(account, entry.register);
    const usual = 120;
    const value = entry.value === "" ? Number(last.value) + usual : Number(entry.value);
    const units = value - Number(last.value);
    const row: RowVerdict = {
      account: entry.account, register: entry.register, fate: "good", reading: null, value: String(value),
      kind: entry.value === "" ? "estimated" : entry.kind, units: String(units), days: 30, usual: String(usual), unit: "kWh", needs_word: false,
      checks: [], refused: null,
    };
    const say = (kind: RowVerdict["checks"][0]["kind"], weight: RowVerdict["checks"][0]["weight"], words: string) => row.checks.push({ kind, weight, words });
    if (entry.on > TODAY) say("future", "refused", "that day is after the business day 21 Nov 2026");
    else if (value > 99_999) say("overflow", "refused", `${value}: at most 5 digits before the point, as the register has`);
    else if (units < 0) {
      say("rollover", "ask", `the register fell from ${last.value} to ${value}`);
      row.needs_word = entry.rolled_over === null;
    } else if (units === 0) say("zero", "ask", "nothing was used in 30 days; its usual is 120 kWh (last November 118)");
    else if (units > 240) say("high", "ask", `${units} kWh in 30 days is ${(units / usual).toFixed(1)} × its usual 120 (last November 118)`);
    const asked = row.checks.some((check) => check.weight === "ask");
    if (row.checks.some((check) => check.weight === "refused")) row.fate = "refused";
    else if (asked && (row.needs_word || !entry.reason)) row.fate = "asked";
    return row;
  };
  const store = (entry: ReadingEntry, row: RowVerdict) => {
    const { account } = of(entry.account);
    const view: ReadingView = {
      ...first(account), id: (ids += 1), register: entry.register, on: entry.on, value: row.value, units: row.units, kind: row.kind, remark: entry.remark, purpose: "cycle",
      reason: entry.reason ?? "", checks: row.checks, by: book.who?.name ?? "", entered_at: Date.now(), replaceable: true,
    };
    readings.set(account.id, [view, ...(readings.get(account.id) ?? [first(account)]).map((one) => ({ ...one, replaceable: false }))]);
    return view.id;
  };
  const line = (id: number): LifeLine => {
    const { card, account } = of(id);
    const last = lastOf(account);
    return {
      account: { id: account.id, number: account.number, name: card.name, service: account.service, meter: account.meter, version: account.version, today: TODAY },
      meter: account.meter === "" ? null : {
        id: account.id, number: account.meter, service: account.service, state: "installed", note: "",
        registers: book.bands.map((band, at) => ({ register: at + 1, band, unit: "kWh", digits: 5, multiplier: "1", last_on: last.on, last_value: last.value, last_kind: last.kind })),
      },
      spans: account.meter === "" ? [] : [
        { meter: account.id, meter_number: account.meter, account: account.id, account_number: account.number, from: "2025-06-05", to: null, reason: "display dead", ends: [{ register: 1, first: "3", last: last.value, last_kind: last.kind, units: "3900" }] },
        { meter: 9000 + account.id, meter_number: "M-3301", account: account.id, account_number: account.number, from: "2019-04-02", to: "2025-06-05", reason: "new connection", ends: [{ register: 1, first: "0", last: "88120", last_kind: "provisional", units: "88120" }] },
      ],
    };
  };
  /** One meter lies in stock: a transformer meter of forty units a count. */
  const inStock = (number: string): LifeLine => {
    if (number !== "CT-40") refuse("not_found", `there is no meter ${number}`);
    const register = { register: 1, band: "", unit: "kWh", digits: 6, multiplier: "40", last_on: null, last_value: "", last_kind: null };
    return { account: null, meter: { id: 8040, number, service: "electricity", state: "stock", note: "", registers: [register] }, spans: [] };
  };
  const setMeter = (id: number, meter: string) => {
    const change = (card: CustomerCard): CustomerCard => ({ ...card, accounts: card.accounts.map((one) => (one.id === id ? { ...one, meter, version: one.version + 1 } : one)) });
    book.customers = book.customers.map((card) => (card.accounts.some((one) => one.id === id) ? change(card) : card));
    return line(id);
  };
  const moveCase = (id: number, change: Partial<UseCaseView>): UseCaseView => {
    cases = cases.map((one) => (one.id === id ? { ...one, ...change, version: one.version + 1 } : one));
    return cases.find((one) => one.id === id) ?? refuse("not_found", `there is no case ${id}`);
  };

  return {
    life_line: ({ account, number }) => (number === undefined ? line(account ?? 0) : inStock(number)),
    readings: ({ account, limit, ...within }) => {
      const [before, until] = [within.before ?? Infinity, within.until ?? TODAY];
      const newest = book.bands.map((band, at) => ({ ...first(of(account).account), id: account + at * 100_000, register: at + 1, band }));
      return [...(readings.get(account) ?? newest), ...book.oldReadings].filter((one) => one.on <= until && one.id < before).slice(0, limit);
    },
    reading_grid: ({ cycle, route, unread_since, after, limit }) => {
      const all = metered()
        .filter(({ account }) => (cycle === null || account.id % 2 === (cycle ?? 1) % 2) && (route === "" || route === routeOf(account)))
        .filter(({ account }) => !unread_since || isUnread(account, unread_since));
      const start = after ? all.findIndex(({ account }) => account.id === after.account) + 1 : 0;
      const page = all.slice(start, start + limit);
      const rows: GridRow[] = page.flatMap(({ card, account }) => book.bands.map((band, at) => {
        const last = lastOf(account, at + 1);
        return {
          account: account.id, number: account.number, name: card.name, address: account.address, service: account.service, route: routeOf(account), place: account.id,
          meter: account.meter, register: at + 1, band, unit: "kWh", digits: 5, multiplier: "1", last_on: last.on, last_value: last.value, last_kind: last.kind,
          usual: "120", estimates: last.kind === "estimated" ? 1 : 0,
        };
      }));
      const end = page.at(-1)?.account;
      return { rows, total: all.length, next: end && page.length === limit ? { route: routeOf(end), place: end.id, account: end.id } : null };
    },
    reading_routes: () => [
      { cycle: 1, code: "C05", name: "5th of the month", route: "K-01", accounts: 120 },
      { cycle: 1, code: "C05", name: "5th of the month", route: "K-02", accounts: 84 },
      { cycle: 2, code: "C15", name: "15th of the month", route: "K-01", accounts: 96 },
    ],
    preview_readings: ({ rows }) => rows.map(judge),
    usage_history: ({ account: id }) => {
      const { account } = of(id);
      const periods = account.usage.map((one, at) => ({
        from: dayAfter(one.to, -30), to: one.to, units: one.units, estimated: "", kind: at === 7 ? ("estimated" as const) : ("actual" as const),
        abnormal: Number(one.units) > 170 ? ("high" as const) : null,
        words: Number(one.units) > 170 ? `${one.units} kWh in 30 days is 2.1 × its usual 104` : "",
      }));
      return { unit: account.service === "water" ? "kL" : "kWh", periods, usual: "104" };
    },
    use_cases: ({ state, limit }) => {
      const rows = cases.filter((one) => one.state === state);
      return { rows: rows.slice(0, limit), total: rows.length };
    },
    metering_settings: () => settings,
    install_meter: ({ account, meter }) => setMeter(account, meter.number),
    exchange_meter: ({ account, old, new: fresh }) => {
      const last = lastOf(of(account).account);
      if (Number(old.values[0]?.value) - Number(last.value) > 240 && !old.accept) refuse("needs_reason", "the last reading is 3.4 × its usual 120", "Look at the meter again, or say why it is right.");
      return setMeter(account, fresh.number);
    },
    remove_meter: ({ account, old }) => {
      const fell = old.values.some((one) => one.value !== "" && Number(one.value) < Number(lastOf(of(account).account, one.register).value));
      if (fell && !old.accept) refuse("needs_reason", "register 1 fell", "Look at the meter again, or say why it is right.");
      return setMeter(account, "");
    },
    preview_meter_correction: ({ registers }) => {
      const wrong = registers.find((one) => one.digits > 0 && one.digits < 4);
      if (wrong) refuse("bad_input", `registers[0].digits: expected at most ${wrong.digits} digits before the point, as the register has; it showed 4007 on 5 Nov 2026`);
      const times = Number(registers[0]?.multiplier ?? 1);
      return { readings: 12, registers: registers.map((one) => ({ register: one.register, band: "", was: "3900 kWh", is: `${3900 * times} kWh` })), billed: { count: 12, first: "B/26-27/00000101", last: "B/26-27/00000412" } };
    },
    correct_meter: ({ account }) => ({ line: line(account), readings: 12, billed: { count: 12, first: "B/26-27/00000101", last: "B/26-27/00000412" } }),
    enter_readings: ({ rows, all_or_nothing }) => {
      const said = rows.map(judge);
      const bad = all_or_nothing && said.some((row) => row.fate !== "good");
      const answers = said.map((row, at) => {
        const entry = rows[at];
        return row.fate === "good" && !bad && entry ? { ...row, reading: store(entry, row) } : row;
      });
      const stored = answers.filter((row) => row.reading !== null).length;
      if (stored > 0) push("enter_readings", stored === 1 ? of(rows[0]?.account ?? 0).account.number : String(stored), "", null);
      return {
        stored, same: 0, asked: answers.filter((row) => row.fate === "asked").length, refused: answers.filter((row) => row.fate === "refused").length,
        cases: answers.filter((row) => row.reading !== null && row.checks.some((check) => check.weight === "ask")).length, rows: answers,
      };
    },
    replace_reading: ({ reading, value, kind, remark, reason }) => {
      const owner = [...readings.entries()].find(([, rows]) => rows.some((one) => one.id === reading))?.[0] ?? refuse("not_found", `there is no reading ${reading}`);
      const before = readings.get(owner)?.[0];
      readings.set(owner, readings.get(owner)?.slice(1) ?? []);
      const entry: ReadingEntry = { account: owner, register: 1, on: before?.on ?? TODAY, value, kind, remark, reason, rolled_over: null };
      const row = judge(entry);
      return { ...row, reading: store(entry, row) };
    },
    estimate_readings: () => runJob("estimate_readings", "", { estimated: 41, at_limit: 2, refused: 1, left: [{ account: 1, number: "1000 2345", words: "nobody has read this meter 3 times in a row; the limit is 2" }] }),
    advance_case: ({ case: id, outcome }) => {
      const step = cases.find((one) => one.id === id)?.step;
      return moveCase(id, { outcome, step: step === "letter" ? "inspection" : "review" });
    },
    close_case: ({ case: id, outcome }) => moveCase(id, { outcome, state: "closed" }),
    save_metering_settings: (input) => (settings = { ...input, version: settings.version + 1 }),
  };
}

function routeOf(account: AccountView): string {
  return account.id % 3 === 0 ? "K-02" : "K-01";
}

/** The reading that every account of the branch had a month ago. */
function first(account: AccountView): ReadingView {
  return {
    id: account.id, on: dayAfter(TODAY, -30), meter: account.meter, register: 1, band: "", value: String(4000 + account.id * 7), units: "118",
    kind: account.id % 9 === 0 ? "estimated" : "actual", purpose: "cycle", remark: "working", rolled_over: false, source: "grid", checks: [], reason: "",
    by: "Chitra Lobo", entered_at: NOW - 30 * 86_400_000, stands: true, replaceable: false,
  };
}
