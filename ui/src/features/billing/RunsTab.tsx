import { Button, NativeSelect } from "@mantine/core";
import { IconCalendarRepeat, IconListCheck, IconReceipt2 } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { touchedSince, useCommand } from "@/backend/useCommand";
import { usePages } from "@/backend/usePages";
import { useView } from "@/backend/useView";
import type { CycleView, RunPreview, RunView } from "@/backend/wire";
import { DayPicker } from "@/shared/DayPicker";
import { showInstant } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { JobBar } from "@/shared/JobBar";
import { useKeptText } from "@/shared/kept";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { adjustRoute, goTo, useRoute } from "@/shared/route";
import { useMay, useSession } from "@/shared/session";
import { useKeptJob } from "@/shared/useKeptJob";
import { useWords } from "@/shared/words";
import classes from "./BillingPage.module.css";
import { Outliers } from "./Outliers";
import { RunFigures } from "./RunFigures";
import { RunList } from "./RunList";
import { RunPanel } from "./RunPanel";

/** Runs a page, as many as the office gives. */
const PAGE = 100;

/** A cycle is tried, looked at, then posted; what was posted can be taken back as one while nobody has paid. */
export function RunsTab() {
  const t = useWords("billing");
  const { query } = useRoute();
  const cycles = useView("cycles", {});
  const runs = usePages("bill_runs", (before) => ({ before }), (page) => page, (run) => run.id, PAGE, 5_000);
  const asks = Number(query.get("run"));
  const listed = runs.rows?.find((run) => run.id === asks);
  // Of the runs of years only the newest are listed; one that is asked for by its number is looked up.
  const asked = useView("bill_run", { run: asks }, { enabled: asks > 0 && runs.rows !== undefined && !listed });
  const open = listed ?? asked.data;
  const inUse = cycles.data?.filter((cycle) => cycle.active);

  if (inUse?.length === 0) {
    return (
      <EmptyState icon={IconCalendarRepeat} title={t("runs.noCycle")} words={t("runs.noCycleWords")}>
        <Button onClick={() => goTo("billing", "cycles")}>{t("runs.toCycles")}</Button>
      </EmptyState>
    );
  }
  return (
    <div className={classes.page}>
      <div className={classes.column}>
        {inUse && <NewRun cycles={inUse} runs={runs.rows ?? []} />}
        <Refusal error={cycles.error} />
      </div>
      <div className={classes.column}>
        {open && <RunPanel key={open.id} run={open} />}
        {!listed && <Refusal error={asked.error} />}
        <RunList runs={runs.rows} error={runs.error} more={runs.more} left={runs.left} open={open?.id} onOpen={(run) => adjustRoute({ run: run.id })} />
      </div>
    </div>
  );
}

type Order = { cycle: string; route: string; to: string };

/** An order that was tried, and when. */
type Tried = Order & { at: number };

/** What was tried last, where somebody comes back to it. */
function orderOf(kept: string | null): Tried | null {
  const read: unknown = kept === null ? null : JSON.parse(kept);
  const isOrder = (value: unknown): value is Tried => typeof value === "object" && value !== null && "cycle" in value && "at" in value;
  return isOrder(read) ? read : null;
}

const previewOf = (result: unknown) => result as RunPreview;

const isOf = (run: RunView, preview: RunPreview | undefined) =>
  preview !== undefined && run.cycle === preview.cycle && run.route === preview.route && run.to === preview.to;

function NewRun({ cycles, runs }: { cycles: CycleView[]; runs: RunView[] }) {
  const t = useWords("billing");
  const session = useSession();
  const may = useMay("run bills");
  const [last, keepLast] = useKeptText("bill_run:tried");
  const before = orderOf(last);
  const [code, setCode] = useState(before?.cycle ?? cycles[0]?.code ?? "");
  const [route, setRoute] = useState(before?.route ?? "");
  const [to, setTo] = useState(before?.to ?? session.business_on);
  const trial = useCommand("preview_bill_run");
  const posting = useCommand("post_bill_run");
  const tried = useKeptJob("preview_bill_run", trial.data?.id);
  const posted = useKeptJob("post_bill_run", posting.data?.id, "post_bill_run");
  const cycle = cycles.find((one) => one.code === code) ?? cycles[0];
  const order = { cycle: cycle?.code ?? "", route, to };
  const unfinished = runs.find((run) => run.cycle === order.cycle && run.route === route && run.state === "posting");
  const stopped = unfinished?.in_hand ? undefined : unfinished;
  // Somebody else's window posts it; this one would only meet it.
  const elsewhere = unfinished?.in_hand && posted?.state !== "running";
  const busy = [trial, posting].some((one) => one.isPending) || [tried, posted].some((job) => job?.state === "running");
  const told = tried?.state === "done" ? previewOf(tried.result) : undefined;
  // What a run has posted since is no more what posting would come to.
  const overtaken = tried && posted?.state === "done" && posted.id > tried.id && isOf(posted.result as RunView, told);
  const preview = overtaken ? undefined : told;
  // Nobody has looked at what another day's dates, another tariff or a run since would make of it.
  const old = preview !== undefined && (preview.issued_on !== session.business_on || (posted?.state !== "running" && touchedSince(["tariffs", "runs"], before?.at ?? 0)));
  const fits = preview !== undefined && !old && preview.cycle === order.cycle && preview.route === route && preview.to === to;
  const ready = may && !busy && !elsewhere && (fits || stopped !== undefined);
  const tries = () => {
    keepLast(JSON.stringify({ ...order, at: Date.now() }));
    trial.mutate(order);
  };
  // Whoever has just posted a run looks at it next.
  const justPosted = posted?.state === "done" && posted.id === posting.data?.id ? (posted.result as RunView).id : null;
  useEffect(() => {
    if (justPosted !== null) adjustRoute({ run: justPosted });
  }, [justPosted]);
  const post = () => posting.mutate(stopped ? { ...order, to: stopped.to } : order);
  useHotkeys([
    { keys: "F7", words: t("runs.try"), run: tries, ready: may && !busy },
    { keys: "F8", words: t("runs.post"), run: post, ready },
  ]);

  return (
    <>
      <Panel icon={IconReceipt2} title={t("runs.new")}>
        <div className={classes.order}>
          <NativeSelect
            label={t("runs.cycle")}
            data={cycles.map((one) => ({ value: one.code, label: t("runs.cycleOption", { code: one.code, name: one.name, count: one.accounts }) }))}
            value={order.cycle}
            onChange={(event) => {
              setCode(event.currentTarget.value);
              setRoute("");
            }}
          />
          <NativeSelect
            label={t("runs.route")}
            data={[
              { value: "", label: t("runs.allRoutes") },
              ...(cycle?.routes ?? []).filter((one) => one.route !== "").map((one) => ({ value: one.route, label: `${one.route} (${one.accounts})` })),
            ]}
            value={route}
            onChange={(event) => setRoute(event.currentTarget.value)}
          />
          <div className={classes.field}>
            <span>{t("runs.to")}</span>
            <DayPicker label={t("runs.to")} value={to} max={session.business_on} onChange={setTo} keys="F4" />
          </div>
          <Button variant="default" disabled={!may} loading={busy && !posting.isPending && posted?.state !== "running"} rightSection={<KeyHint keys="F7" />} onClick={tries}>
            {t("runs.try")}
          </Button>
        </div>
        {!may && <p className={classes.quiet}>{t("runs.reader")}</p>}
        <Refusal error={trial.error} />
        {tried && tried.state !== "done" && <JobBar job={tried} title={t("runs.trying", { title: tried.title })} />}
      </Panel>
      {preview && (
        <Panel
          title={t("runs.would")}
          aside={
            <Button size="compact-md" disabled={!ready} loading={posting.isPending} rightSection={<KeyHint keys="F8" onBrand />} onClick={post}>
              {t("runs.post")}
            </Button>
          }
        >
          <RunFigures summary={preview.summary} />
          <p className={classes.quiet}>
            {old ? t("runs.old") : fits ? t("runs.wouldWords", { count: preview.summary.bills }) : t("runs.stale")}
            {before && ` ${t("runs.triedAt", { time: showInstant(before.at) })}`}
          </p>
        </Panel>
      )}
      {stopped && posted?.state !== "running" && (
        <Panel
          title={t("runs.stopped")}
          aside={
            <Button size="compact-md" disabled={!ready} loading={posting.isPending} onClick={post}>
              {t("runs.goOn")}
            </Button>
          }
        >
          <p className={classes.quiet}>{t("runs.stoppedWords", { count: stopped.bills })}</p>
        </Panel>
      )}
      {elsewhere && (
        <Panel title={t("runs.elsewhere")}>
          <p className={classes.quiet}>{t("runs.elsewhereWords", { count: unfinished?.bills ?? 0 })}</p>
        </Panel>
      )}
      <Refusal error={posting.error} />
      {posted && (
        <Panel icon={IconListCheck} title={t("runs.posting", { title: posted.title })}>
          <JobBar job={posted} title={t("runs.posting", { title: posted.title })} />
          {posted.state === "cancelled" && <p className={classes.quiet}>{t("runs.stoppedHint")}</p>}
          {posted.state === "done" && <p role="status">{t((posted.result as RunView).posted_before ? "runs.doneBefore" : "runs.done")}</p>}
        </Panel>
      )}
      {preview && <Outliers rows={preview.summary.outliers} />}
    </>
  );
}
