import { expect, test } from "vitest";
import { sortDropped } from "./dropped";

test("of what is dropped the newest pack is verified, and whatever holds a seal is what it is held against", () => {
  expect(sortDropped(["/stick/seals.txt", "/stick/audit-2026-11.zip"])).toEqual({ verified: "/stick/audit-2026-11.zip", against: ["/stick/seals.txt"] });
  expect(sortDropped(["/stick/audit-2026-11.zip", "/old/audit-2026-10.ZIP", "/z/audit-2025-12.zip", "/stick/daily-2026-11-20.seal.json"])).toEqual({
    verified: "/stick/audit-2026-11.zip",
    against: ["/stick/daily-2026-11-20.seal.json", "/z/audit-2025-12.zip", "/old/audit-2026-10.ZIP"],
  });
  expect(sortDropped(["C:\\stick\\audit-2026-09.zip", "D:\\audit-2026-10.zip"]).verified).toBe("D:\\audit-2026-10.zip");
});

test("a file or folder that is no pack stands by itself, and seals alone wait for a pack", () => {
  expect(sortDropped(["/stick/voids.csv"])).toEqual({ verified: "/stick/voids.csv", against: [] });
  expect(sortDropped(["/stick/audit-2026-11"])).toEqual({ verified: "/stick/audit-2026-11", against: [] });
  expect(sortDropped(["/stick/seals.txt"])).toEqual({ verified: undefined, against: ["/stick/seals.txt"] });
});
