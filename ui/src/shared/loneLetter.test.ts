import { expect, test } from "vitest";
import { hasLoneLetter } from "./loneLetter";

test("a letter that stands alone is told from words and numbers", () => {
  for (const text of ["R", "Asha R", "a. rao", "ಶ್ರೀಕೃಷ್ಣ ಭ", "क शेट्टी"]) expect(hasLoneLetter(text), text).toBe(true);
  for (const text of ["", "Asha Rao", "7", "55 102", "B/26-27/3"]) expect(hasLoneLetter(text), text).toBe(false);
});
