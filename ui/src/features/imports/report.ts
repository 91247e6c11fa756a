import type { RowError } from "@/backend/wire";

/** What came of an import, read from its job's result. */
export type Report = {
  dryRun: boolean;
  /** It ended before its end; what is counted is stored. */
  stopped: boolean;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  bad: number;
  errors: RowError[];
  errorFile: string;
};

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const count = (fields: Fields, name: string) => (typeof fields[name] === "number" ? fields[name] : 0);
const text = (fields: Fields, name: string) => (typeof fields[name] === "string" ? fields[name] : "");

/** A job's result is JSON of several shapes; `null` when this one is no import's. One that was stopped says what it did. */
export function reportOf(result: unknown): Report | null {
  if (isFields(result) && isFields(result.so_far)) {
    const report = reportOf(result.so_far);
    return report && { ...report, stopped: true };
  }
  if (!isFields(result) || typeof result.bad !== "number" || !Array.isArray(result.errors)) return null;
  return {
    dryRun: result.dry_run === true,
    stopped: false,
    rows: count(result, "rows"),
    created: count(result, "created"),
    updated: count(result, "updated"),
    unchanged: count(result, "unchanged"),
    bad: result.bad,
    errors: result.errors.filter(isFields).map((error) => ({
      row: count(error, "row"),
      field: text(error, "field"),
      value: text(error, "value"),
      expected: text(error, "expected"),
    })),
    errorFile: text(result, "error_file"),
  };
}
