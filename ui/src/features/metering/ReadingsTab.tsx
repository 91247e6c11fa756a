import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { IconDeviceFloppy, IconGauge, IconListNumbers } from "@tabler/icons-react";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { GridRow, ReadingRoute, RowVerdict } from "@/backend/wire";
import { showDay } from "@/shared/days";
import { plusDays } from "@/shared/dayMath";
import { DayPicker } from "@/shared/DayPicker";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { useKept } from "@/shared/kept";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { entryOf, isFigure, isTyped, type TypedReading } from "@/shared/reading";
import { Refusal } from "@/shared/Refusal";
import { adjustRoute, useRoute } from "@/shared/route";
import { useSession } from "@/shared/session";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { EstimateSheet } from "./EstimateSheet";
import classes from "./MeteringPage.module.css";
import { ReadingsGrid } from "./ReadingsGrid";
import { ReasonSheet } from "./ReasonSheet";
import { judgeReading, keyOf, readingsDraft, storedReadings, typedOf, typedOn, typeReading } from "./readingsDraft";
import { useGrid } from "./useGrid";

/** Days that a round of a route takes at most: who was read since is left out. */
const ROUND = 20;

/**
 * A route's readings: digits and Enter go down the walk; what is doubtful asks for its reason. What is typed and not stored is
 * there again for whoever went somewhere else and comes back.
 */
export function ReadingsTab() {
  const t = useWords("metering");
  const { query } = useRoute();
  const { business_on: today } = useSession();
  const routes = useView("reading_routes", {});
  const { typed, held, said } = useKept(readingsDraft);
  const [on, setOn] = useState(() => typedOn() ?? today);
  const [current, setCurrent] = useState<GridRow | null>(null);
  const [front, setFront] = useState<"reason" | "estimate" | null>(null);
  const enter = useCommand("enter_readings");

  const chosen = query.get("route") ?? "";
  const missing = query.get("all") === null;
  const choice = { ...choiceOf(chosen), unreadSince: missing ? plusDays(on, -ROUND) : null, on };
  const grid = useGrid(choice);

  const type = (row: GridRow, change: TypedReading) => typeReading(row, on, change);
  const moveTo = (day: string) => {
    setOn(day);
    readingsDraft.change((before) => ({ ...before, on: day }));
  };
  const listed = new Set(grid.rows?.map(keyOf));
  const away = Object.entries(held).flatMap(([key, row]) => (isTyped(typedOf(typed, row)) && !listed.has(key) ? [row] : []));
  const shown = grid.rows && [...away, ...grid.rows];
  // What is no figure stays in its row until it is one.
  const rows = (shown ?? []).filter((row) => {
    const own = typedOf(typed, row);
    return isTyped(own) && isFigure(own.value);
  });
  const fates = rows.map((row) => said[keyOf(row)]?.fate);
  const count = (fate: RowVerdict["fate"]) => fates.filter((one) => one === fate).length;

  const store = () => {
    const entries = rows.map((row) => entryOf(row.account, row.register, on, typedOf(typed, row)));
    const sent = enter.mutateAsync({ rows: entries.slice(0, 500), all_or_nothing: false, at_counter: false });
    // Whoever leaves before the answer comes finds nothing of what it has stored. A refusal is shown where it is.
    void sent.then(({ rows: answers }) => storedReadings(answers), () => undefined);
  };
  const asks = current !== null && said[keyOf(current)]?.checks.some((check) => check.weight === "ask");
  useHotkeys([
    { keys: "F8", words: t("key.store"), run: store, ready: rows.length > 0 && !enter.isPending },
    { keys: "F9", words: t("key.reason"), run: () => setFront("reason"), ready: asks === true },
    { keys: "F7", words: t("key.estimate"), run: () => setFront("estimate") },
  ]);

  const verdict = current && said[keyOf(current)];
  return (
    <Panel
      flush
      className={classes.grow}
      icon={IconListNumbers}
      title={t("tabs.readings")}
      aside={grid.rows && t("shared:rows", { count: grid.total })}
    >
      <div className={classes.bar}>
        <NativeSelect
          label={t("grid.cycle")}
          value={chosen}
          data={[{ value: "", label: t("grid.all") }, ...routeChoices(routes.data ?? [], t)]}
          onChange={(event) => adjustRoute({ route: event.currentTarget.value })}
        />
        <div className={classes.field}>
          <span className={classes.label}>{t("grid.on")}</span>
          <DayPicker label={t("grid.on")} value={on} max={today} onChange={moveTo} />
        </div>
        <Checkbox
          mb="0.375rem"
          label={t("grid.missing", { day: showDay(plusDays(on, -ROUND)) })}
          checked={missing}
          onChange={(event) => adjustRoute({ all: event.currentTarget.checked ? undefined : 1 })}
        />
        <div className={classes.end}>
          <p className={classes.counts} role="status">
            {rows.length > 0 && <StateTag tone="brand">{t("grid.typed", { count: rows.length })}</StateTag>}
            {count("asked") > 0 && <StateTag tone="amber">{t("grid.asked", { count: count("asked") })}</StateTag>}
            {count("refused") > 0 && <StateTag tone="red">{t("grid.refused", { count: count("refused") })}</StateTag>}
            {rows.length === 0 && enter.data && (
              <StateTag tone="green">
                {t("grid.stored", { count: enter.data.stored })}
                {enter.data.cases > 0 && ` ${t("grid.cases", { count: enter.data.cases })}`}
              </StateTag>
            )}
          </p>
          <Button variant="default" rightSection={<KeyHint keys="F7" />} onClick={() => setFront("estimate")}>
            {t("grid.estimate")}
          </Button>
          <Button
            disabled={rows.length === 0}
            loading={enter.isPending}
            leftSection={<IconDeviceFloppy aria-hidden="true" size="1.05rem" stroke={1.75} />}
            rightSection={<KeyHint keys="F8" onBrand />}
            onClick={store}
          >
            {t("grid.store")}
          </Button>
        </div>
      </div>
      <Refusal error={enter.error ?? grid.error ?? routes.error} />
      {shown?.length === 0 ? (
        <EmptyState icon={IconGauge} title={t("grid.none")} words={t("grid.noneWords")} />
      ) : (
        <ReadingsGrid
          rows={shown}
          total={grid.total + away.length}
          on={on}
          typed={typed}
          said={said}
          onType={type}
          onJudged={judgeReading}
          onCurrent={setCurrent}
          onReason={() => setFront("reason")}
          onNearEnd={grid.more}
        />
      )}
      <p className={classes.letters}>{t("grid.letters")}</p>
      {front === "reason" && current && verdict && (
        <ReasonSheet
          row={current}
          typed={typedOf(typed, current)}
          verdict={verdict}
          onClose={() => setFront(null)}
          onKeep={(change) => {
            type(current, change);
            setFront(null);
          }}
        />
      )}
      {front === "estimate" && <EstimateSheet choice={choice} since={plusDays(on, -ROUND)} onClose={() => setFront(null)} />}
    </Panel>
  );
}

type Words = ReturnType<typeof useWords<"metering">>;

function choiceOf(chosen: string): { cycle: number | null; route: string } {
  const [cycle = "", route = ""] = chosen.split("|");
  return { cycle: cycle === "" ? null : Number(cycle), route };
}

/** Each cycle as a whole, then its routes. */
function routeChoices(routes: ReadingRoute[], t: Words) {
  return routes
    .filter((one) => one.cycle !== null || one.route !== "")
    .flatMap((one, at, all) => {
      const code = one.code === "" ? t("grid.noCycle") : `${one.code} ${one.name}`.trim();
      const firstOfCycle = one.cycle !== null && all[at - 1]?.cycle !== one.cycle;
      return [
        ...(firstOfCycle ? [{ value: `${one.cycle}|`, label: t("grid.wholeCycle", { code }) }] : []),
        ...(one.route === "" ? [] : [{ value: `${one.cycle ?? ""}|${one.route}`, label: t("grid.route", { code, route: one.route }) }]),
      ];
    });
}
