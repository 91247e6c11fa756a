import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { fakeHost } from "@/test/fake/host";
import { setHost } from "./host";
import { useBookChanges } from "./useBookChanges";
import type { JobView } from "./wire";

/** A window that shows these views, and hears of a job. */
function showing(...views: string[]) {
  const client = new QueryClient();
  for (const view of views) client.setQueryData([view, {}], []);
  const listeners = new Set<(job: JobView) => void>();
  setHost({
    ...fakeHost({ as: "manager" }),
    onJob: (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
  });
  renderHook(() => useBookChanges(), {
    wrapper: ({ children }: { children: ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  });
  const job: JobView = { id: 1, kind: "", title: "", state: "", done: 1, total: 1, rate: 1, seconds_left: null, started_at: 0, ended_at: null, result: null };
  return {
    hears: (kind: string, state: string) => listeners.forEach((tell) => tell({ ...job, kind, state })),
    stale: () => views.filter((view) => client.getQueryState([view, {}])?.isInvalidated),
  };
}

test("the end of a job refreshes whatever it has done, and its going on nothing", () => {
  const run = showing("bill_runs", "find_bills", "arrears_list", "jobs", "tariffs", "metering_settings");
  run.hears("post_bill_run", "running");
  expect(run.stale()).toEqual([]);
  run.hears("post_bill_run", "done");
  expect(run.stale()).toEqual(["bill_runs", "find_bills", "arrears_list", "jobs", "tariffs"]);

  const trial = showing("bill_runs", "jobs");
  trial.hears("preview_bill_run", "done");
  expect(trial.stale()).toEqual(["jobs"]);

  const file = showing("life_line", "customers", "jobs", "approvals");
  file.hears("import", "cancelled");
  expect(file.stale()).toEqual(["life_line", "customers", "jobs"]);

  const unknown = showing("jobs", "bill_runs");
  unknown.hears("from_another_version", "done");
  expect(unknown.stale()).toEqual(["jobs"]);
});
