import type { Effect, Why } from "@/backend/wire";

/** One thing that an act changed: its name as the log has it, and what became of it, in lines. */
export type Change = { name: string; lines: string[] };

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** How amounts and effects are said; handed in, so that reading stays a matter of values. */
export type Saying = {
  money: (minor: number) => string;
  effect: (effect: Effect) => string;
  why: (why: Why) => string;
  act: (act: string) => string;
  /** What something within a change is called: `paper` → "Paper". */
  name: (name: string) => string;
  /** A word of the book, such as a way of paying or a reason, in words; as it is where there are none. */
  word: (word: string, name: string) => string;
  /** The number of what the book has under an id: `payment` 17 → "C1/26-27/000017"; as it is where it has none. */
  number: (name: string, id: number) => string | undefined;
  /** What stands under an id of the book alone. */
  inBook: (id: number) => string;
  /** How many more there are than are named. */
  more: (count: number) => string;
  yes: string;
  no: string;
  nothing: string;
};

const amounts = new Set(["credit_used", "credit_added", "payment_ceiling", "void_ceiling", "tenders", "shares", "amount", "left", "money"]);

/** What a row of the log says changed, so that a person can read it. Text that is no JSON stands as it is. */
export function readChanges(json: string, say: Saying): Change[] {
  let parsed: Json;
  try {
    parsed = JSON.parse(json) as Json;
  } catch {
    return [{ name: "", lines: [json] }];
  }
  if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed)) return [{ name: "", lines: [scalar(parsed, "", say)] }];
  return Object.entries(parsed).flatMap(([name, value]) => changesOf(name, value, say));
}

/** What says nothing: no value, an empty text or list, no credit, or the same before and after. */
function isNothing(name: string, value: Json): boolean {
  if (value === null || value === "") return true;
  if (value === 0) return isAmount(name) || name === "after_failed";
  if (Array.isArray(value)) return value.length === 0 || (isPair(name, value) && value[0] === value[1]);
  return isRecord(value) && "from" in value && "to" in value && JSON.stringify(value.from) === JSON.stringify(value.to);
}

function changesOf(name: string, value: Json, say: Saying): Change[] {
  if (isNothing(name, value)) return [];
  if (name === "effects" && Array.isArray(value)) {
    return [{ name, lines: value.map((one) => say.effect(one as Effect)) }];
  }
  if (name === "why" && isRecord(value)) return [{ name, lines: [say.why(value as Why)] }];
  if ((name === "undone" || name === "redone") && typeof value === "string") return [{ name, lines: [say.act(value)] }];
  if (name === "fields" && isRecord(value)) {
    return Object.entries(value).flatMap(([field, inner]) => changesOf(field, inner, say));
  }
  if (Array.isArray(value) && value.some((one) => Array.isArray(one) || isRecord(one))) {
    return [{ name: bare(name), lines: linesOf(value, name, say) }];
  }
  return [{ name: bare(name), lines: [text(value, name, say)] }];
}

/** A line each; of papers whose number only the book knows, which were too many to be looked up, how many they are. */
function linesOf(all: Json[], name: string, say: Saying): string[] {
  const more = new Map<string, number>();
  const told = all.filter((one) => {
    if (!isRecord(one) || typeof one.paper !== "string" || !lookedUp.has(one.paper)) return true;
    const known = say.number(one.paper, Number(one.number)) !== undefined;
    if (!known) more.set(one.paper, (more.get(one.paper) ?? 0) + 1);
    return known;
  });
  const named = told.map((one) => text(one, name, say));
  return [...named, ...[...more].map(([paper, count]) => `${say.word(paper, "paper")}: ${say.more(count)}`)];
}

function text(value: Json, name: string, say: Saying): string {
  if (isRecord(value)) {
    if (typeof value.paper === "string") return paper(value.paper, value, say);
    if ("from" in value && "to" in value) return `${text(value.from ?? null, name, say)} → ${text(value.to ?? null, name, say)}`;
    return Object.entries(value)
      .map(([inner, one]) => `${say.name(bare(inner))} ${text(one, inner, say)}`)
      .join(", ");
  }
  if (Array.isArray(value)) {
    if (isPair(name, value)) return `${text(value[0] ?? null, name, say)} → ${text(value[1] ?? null, name, say)}`;
    if (listsOfIds.has(name) && value.every((one) => typeof one === "number")) return named(value, name, say);
    const within = (at: number) => (at === value.length - 1 ? name : withinList(name));
    return value.map((one, at) => (isRecord(one) ? text(one, name, say) : scalar(one, within(at), say))).join(", ");
  }
  return scalar(value, name, say);
}

/** The numbers of ids, and how many more there are. */
function named(ids: number[], name: string, say: Saying): string {
  const known = ids.flatMap((id) => say.number(name, id) ?? []);
  const more = ids.length - known.length;
  if (known.length === 0) return ids.map(say.inBook).join(", ");
  return [...known, ...(more > 0 ? [say.more(more)] : [])].join(", ");
}

/** What stands under an id of the book, alone and in lists, and papers whose number is one. */
const ids = new Set(["payment", "account", "customer", "bill", "cheque", "meter", "shift", "counter", "user", "by", "who", "allowed_by", "order", "plan", "case", "dispute", "correction", "property", "move", "offer"]);
const listsOfIds = new Set(["payments", "accounts", "cheques", "counted", "who"]);
const lookedUp = new Set(["in_hand", "cheque"]);

/** What bears no number that people know. */
const unnumbered = new Set(["cash_move", "claims", "set_offs", "taken_up"]);

/** A paper that an act made: its kind and number, and whatever else is said of it but the hashes that bind it. */
function paper(kind: string, made: { [name: string]: Json }, say: Saying): string {
  const { number } = made;
  const known = typeof number === "string" && /^\d+$/.test(number) ? say.number(kind, Number(number)) : undefined;
  const shown = typeof number === "string" && !unnumbered.has(kind) ? number : "";
  const called = [say.word(kind, "paper"), known ?? shown].join(" ").trim();
  const said = (name: string) => name !== "paper" && name !== "number" && !name.endsWith("sha256");
  const more = Object.entries(made).filter(([name, value]) => said(name) && !isNothing(name, value));
  return [called, ...more.map(([inner, one]) => `${say.name(bare(inner))} ${text(one, inner, say)}`)].join(", ");
}

/** Before and after, as acts on accounts write them: `"status": ["active", "cut"]`. */
function isPair(name: string, value: Json[]): boolean {
  return value.length === 2 && ["status", "disconnection_on", "number", "meter", "tariff"].includes(name);
}

function scalar(value: Json, name: string, say: Saying): string {
  if (typeof value === "number") return isAmount(name) ? say.money(value) : (say.number(name, value) ?? (ids.has(name) ? say.inBook(value) : String(value)));
  if (typeof value === "boolean") return value ? say.yes : say.no;
  if (value === null || value === "") return say.nothing;
  return typeof value === "string" ? say.word(value, name) : JSON.stringify(value);
}

/** Beside an amount stands what it was paid with: `["cash", 50000]`. */
const withinList = (name: string) => (name === "tenders" ? "method" : "");

const isAmount = (name: string) => name.endsWith("_minor") || amounts.has(name);
const bare = (name: string) => name.replace(/_minor$/, "");

function isRecord(value: Json): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
