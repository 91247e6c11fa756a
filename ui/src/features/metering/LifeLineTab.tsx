import { ActionIcon, Button, Checkbox } from "@mantine/core";
import { IconGauge, IconHistory, IconListNumbers, IconPencil, IconPlugConnected, IconTimeline } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useRef, useState } from "react";
import { usePages } from "@/backend/usePages";
import { useView } from "@/backend/useView";
import type { LifeLine, ReadingView, SpanView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { DayText } from "@/shared/DayText";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { FindField } from "@/shared/FindField";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { ReadingSheet } from "@/shared/ReadingSheet";
import { Refusal } from "@/shared/Refusal";
import { adjustRoute, useRoute } from "@/shared/route";
import { ServiceMark } from "@/shared/ServiceMark";
import { useMay } from "@/shared/session";
import { StateTag } from "@/shared/StateTag";
import { UsageHistoryChart } from "@/shared/UsageHistoryChart";
import { useWords } from "@/shared/words";
import { CorrectMeterSheet } from "./CorrectMeterSheet";
import { HangSheet } from "./HangSheet";
import classes from "./MeteringPage.module.css";
import { Registers } from "./Registers";
import { ReplaceSheet } from "./ReplaceSheet";

/** A meter's life: where it hung, what it showed, and what hangs on an account. */
export function LifeLineTab() {
  const t = useWords("metering");
  const { query } = useRoute();
  const account = Number(query.get("account"));
  const find = useRef<HTMLInputElement>(null);
  const line = useView("life_line", { account }, { enabled: account > 0 });
  useHotkeys([{ keys: "F4", words: t("key.find"), run: () => find.current?.focus() }]);
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        <Panel icon={IconGauge} title={t("line.find")}>
          <FindField
            autoFocus
            inputRef={find}
            label={t("line.find")}
            onFound={({ target, customer, detail }) => {
              if (target.kind === "account") adjustRoute({ account: target.id });
              else if (customer !== null) window.location.hash = `#/customers/${customer}`;
              else return t("shared:find.nobody", { text: detail });
              return undefined;
            }}
          />
          <Refusal error={line.error} />
        </Panel>
        {line.data?.account && <Hanging line={line.data} />}
        {line.data && line.data.spans.length > 0 && <Spans spans={line.data.spans} />}
      </div>
      <div className={classes.column}>
        {account > 0 && line.data?.account ? (
          <>
            <Panel icon={IconHistory} title={t("line.usage")}>
              <UsageHistoryChart account={account} number={line.data.account.number} service={line.data.account.service} months={36} />
            </Panel>
            <Readings account={account} />
          </>
        ) : (
          <Panel title={t("line.spans")} icon={IconTimeline}>
            <EmptyState icon={IconGauge} title={t("line.findTitle")} words={t("line.findWords")} />
          </Panel>
        )}
      </div>
    </div>
  );
}

/** What hangs on the account now, and what may be done with it. */
function Hanging({ line }: { line: LifeLine }) {
  const t = useWords("metering");
  const enters = useMay("enter readings");
  const manages = useMay("install and remove meters");
  const [front, setFront] = useState<"reading" | "right" | "install" | "exchange" | "remove" | null>(null);
  const { account, meter } = line;
  const known = meter !== null && meter.id !== null;
  useHotkeys([
    { keys: "F6", words: t("key.enter"), run: () => setFront("reading"), ready: enters && meter !== null },
    { keys: "F7", words: t("key.exchange"), run: () => setFront("exchange"), ready: manages && meter !== null },
    { keys: "F9", words: t("key.right"), run: () => setFront("right"), ready: manages && known },
  ]);
  if (!account) return null;
  return (
    <Panel icon={IconPlugConnected} title={meter?.number ?? t("line.noMeter")} aside={<ServiceMark service={account.service} />}>
      <div className={classes.facts}>
        <p>{t("line.onAccount", { number: account.number, name: account.name })}</p>
        {meter ? (
          <>
            <p className={classes.line}>
              <StateTag tone="green">{t(`line.state.${meter.state}`)}</StateTag>
              {line.spans[0] && line.spans[0].to === null && (
                <span className={classes.quiet}>{t("line.hangs", { day: showDay(line.spans[0].from) })}</span>
              )}
              {meter.id === null && <span className={classes.quiet}>{t("line.unread")}</span>}
            </p>
            <Registers meter={meter} />
          </>
        ) : (
          <p className={classes.quiet}>{t("line.noMeterWords")}</p>
        )}
      </div>
      <div className={classes.acts}>
        {enters && meter && (
          <Button size="compact-md" rightSection={<KeyHint keys="F6" onBrand />} onClick={() => setFront("reading")}>
            {t("line.enter")}
          </Button>
        )}
        {manages && meter && (
          <>
            <Button size="compact-md" variant="default" rightSection={<KeyHint keys="F7" />} onClick={() => setFront("exchange")}>
              {t("line.exchange")}
            </Button>
            {known && (
              <Button size="compact-md" variant="default" rightSection={<KeyHint keys="F9" />} onClick={() => setFront("right")}>
                {t("line.right")}
              </Button>
            )}
            <Button size="compact-md" variant="default" onClick={() => setFront("remove")}>
              {t("line.remove")}
            </Button>
          </>
        )}
        {manages && !meter && (
          <Button size="compact-md" onClick={() => setFront("install")}>
            {t("line.install")}
          </Button>
        )}
      </div>
      {front === "reading" && <ReadingSheet account={account.id} number={account.number} onClose={() => setFront(null)} />}
      {front === "right" && meter && <CorrectMeterSheet account={account} meter={meter} onClose={() => setFront(null)} />}
      {front !== null && front !== "reading" && front !== "right" && <HangSheet act={front} account={account} meter={meter} onClose={() => setFront(null)} />}
    </Panel>
  );
}

function Spans({ spans }: { spans: SpanView[] }) {
  const t = useWords("metering");
  return (
    <Panel icon={IconTimeline} title={t("line.spans")} aside={spans.length}>
      <ol className={classes.spans}>
        {spans.map((span) => (
          <li key={`${span.meter}-${span.from}`} className={classes.span} data-open={span.to === null || undefined}>
            <p className={classes.line}>
              <span className={classes.number}>{span.meter_number}</span>
              <span className={classes.quiet}>
                <DayText day={span.from} /> – {span.to ? <DayText day={span.to} /> : t("line.now")}
              </span>
            </p>
            {span.ends.map((end) => (
              <p key={end.register}>
                {end.first} → {end.last} {end.last_kind !== "actual" && <StateTag tone="amber">{t(`kind.${end.last_kind}`)}</StateTag>} <span className={classes.quiet}>· {t("line.units")} {end.units}</span>
              </p>
            ))}
            <p className={classes.small}>{span.reason}</p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

const column = createColumnHelper<ReadingView>();

/** Readings a page: three registers for five years and a half. */
const PAGE = 200;

function Readings({ account }: { account: number }) {
  const t = useWords("metering");
  const mayEnter = useMay("enter readings");
  const [all, setAll] = useState(false);
  const [wrong, setWrong] = useState<ReadingView | null>(null);
  const readings = usePages<"readings", ReadingView>(
    "readings",
    (before) => ({ account, all, before, limit: PAGE }),
    (page) => page,
    (row) => row.id,
    PAGE,
    undefined,
    true,
  );
  // Whose reading it is needs saying only where there is more than one.
  const several = new Set(readings.rows?.map((one) => `${one.meter}/${one.register}`)).size > 1;
  const columns = useMemo(
    () => [
      column.accessor("on", { header: t("line.day"), meta: { width: "7.25rem" }, cell: ({ getValue }) => <DayText day={getValue()} /> }),
      ...(several
        ? [column.accessor((one) => `${one.meter}${one.register > 1 || one.band ? ` · ${one.register} ${one.band}` : ""}`, { id: "meter", header: t("line.meter"), meta: { width: "7rem" } })]
        : []),
      column.accessor("value", { header: t("line.value"), meta: { width: "5.5rem", right: true } }),
      column.accessor("units", { header: t("line.use"), meta: { width: "4.5rem", right: true } }),
      column.accessor("kind", {
        header: t("line.how"),
        meta: { width: "8.5rem" },
        cell: ({ row: { original: one } }) => (
          <>
            <StateTag tone={one.kind === "actual" ? "quiet" : "amber"}>{t(`kind.${one.kind}`)}</StateTag>{" "}
            {one.purpose !== "cycle" && <StateTag>{t(`purpose.${one.purpose}`)}</StateTag>}{" "}
            {one.remark !== "working" && <StateTag tone="amber">{t(`remark.${one.remark}`)}</StateTag>}{" "}
            {one.rolled_over && <StateTag tone="brand">{t("line.over")}</StateTag>}
            {!one.stands && <StateTag tone="violet">{t("line.gone")}</StateTag>}
          </>
        ),
      }),
      column.accessor((row) => [row.reason, ...row.checks.map((check) => check.words), t("line.byWho", { who: row.by })].filter(Boolean).join(" · "), {
        id: "said",
        header: t("line.said"),
      }),
      column.display({
        id: "replace",
        header: () => <span className="cf-visually-hidden">{t("line.replace")}</span>,
        meta: { width: "3.25rem", right: true },
        cell: ({ row: { original: one } }) =>
          one.replaceable && mayEnter ? (
            <ActionIcon variant="default" size="1.5rem" title={t("line.replace")} aria-label={t("line.replaceOf", { day: showDay(one.on) })} onClick={() => setWrong(one)}>
              <IconPencil aria-hidden="true" size="0.9rem" stroke={1.75} />
            </ActionIcon>
          ) : null,
      }),
    ],
    [t, mayEnter, several],
  );
  return (
    <Panel flush className={classes.readings} icon={IconListNumbers} title={t("line.readings")}>
      <DataTable
        label={t("line.readings")}
        columns={columns}
        rows={readings.rows}
        onNearEnd={readings.more}
        moreRows={readings.left}
        rowId={(row) => String(row.id)}
        error={readings.error}
        minWidth="40rem"
        filterable={false}
        tools={<Checkbox size="xs" label={t("line.all")} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />}
        empty={<EmptyState icon={IconGauge} title={t("line.readingsNone")} words={t("line.readingsNoneWords")} />}
      />
      {wrong && <ReplaceSheet reading={wrong} onClose={() => setWrong(null)} />}
    </Panel>
  );
}
