import { expect, test } from "vitest";
import { newRequestId } from "./requestId";

test("request ids are UUIDs of version 7 that sort by the moment they were made", () => {
  const earlier = newRequestId(1_795_000_000_000);
  const later = newRequestId(1_795_000_000_001);
  expect(earlier).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(earlier < later).toBe(true);
  expect(newRequestId()).not.toBe(newRequestId());
});
