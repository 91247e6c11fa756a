import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { fontFamily } from "./fonts";

test("a name that can be printed can be read on the screen", () => {
  const printed = readdirSync("../crates/foil-documents/fonts").filter((file) => file.endsWith("-Regular.ttf"));
  const scripts = printed.map((file) => file.replace(/^NotoSans|-Regular\.ttf$/g, "")).filter((script) => script !== "");
  expect(scripts.length).toBeGreaterThan(5);
  expect(scripts.filter((script) => !fontFamily.includes(`"Noto Sans ${script} Variable"`))).toEqual([]);
});
