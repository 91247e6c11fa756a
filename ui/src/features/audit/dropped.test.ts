import { expect, test } from "vitest";
import { sortDropped } from "./dropped";

test("of what is dropped the newest pack is verified, and whatever holds a seal is what it is held against", () => {
  expect(sortDropped(["/stick/seals.txt", "/stick/audit-2026-11.zip"])).toEqual({ verified: "/stick/audit-2026-11.zip", against: ["/stick/seals.txt"], left: [] });
  expect(sortDropped(["/stick/audit-2026-11.zip", "/old/audit-2026-10.ZIP", "/z/audit-2025-12.zip", "/stick/daily-2026-11-20.seal.json"])).toEqual({
    verified: "/stick/audit-2026-11.zip",
    against: ["/stick/daily-2026-11-20.seal.json", "/z/audit-2025-12.zip", "/old/audit-2026-10.ZIP"],
    left: [],
  });
  expect(sortDropped(["C:\\stick\\audit-2026-09.zip", "D:\\audit-2026-10.zip"]).verified).toBe("D:\\audit-2026-10.zip");
});

test("a file or folder that is no pack stands by itself, and seals alone wait for a pack", () => {
  expect(sortDropped(["/stick/voids.csv"])).toEqual({ verified: "/stick/voids.csv", against: [], left: [] });
  expect(sortDropped(["/stick/audit-2026-11"])).toEqual({ verified: "/stick/audit-2026-11", against: [], left: [] });
  expect(sortDropped(["/stick/seals.txt"])).toEqual({ verified: undefined, against: ["/stick/seals.txt"], left: [] });
});

test("a folder beside a pack holds the seals of other days, and what holds none is named as left out", () => {
  expect(sortDropped(["/stick/seals of November", "/stick/audit-2026-11.zip", "/stick/voids.csv"])).toEqual({
    verified: "/stick/audit-2026-11.zip",
    against: ["/stick/seals of November"],
    left: ["/stick/voids.csv"],
  });
  expect(sortDropped(["/stick/letter.docx", "/stick/seals.2026", "/stick/audit-2026-11.zip"])).toEqual({
    verified: "/stick/audit-2026-11.zip",
    against: ["/stick/seals.2026"],
    left: ["/stick/letter.docx"],
  });
  expect(sortDropped(["/stick/voids.csv", "/stick/refunds.csv"])).toEqual({ verified: "/stick/voids.csv", against: [], left: ["/stick/refunds.csv"] });
});
