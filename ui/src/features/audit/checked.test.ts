import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import words from "@/words/en/audit.json";

test("whatever the check of a book counts has a name", () => {
  const check = readFileSync("../crates/foil-store/src/check.rs", "utf8");
  const counted = [...check.matchAll(/what: "([a-z_]+)"/g)].map((found) => found[1] ?? "");
  expect(counted.length).toBeGreaterThan(30);
  expect(counted.filter((what) => !(what in words.verify.checked))).toEqual([]);
});
