import { Skeleton, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, memo, useEffect, useRef } from "react";
import { useView } from "@/backend/useView";
import type { GridRow, RowVerdict } from "@/backend/wire";
import { CheckWords } from "@/shared/CheckWords";
import { showDay } from "@/shared/days";
import { focusInFront } from "@/shared/focus";
import { entryOf, isFigure, isTyped, nothingTyped, typeInto, type TypedReading } from "@/shared/reading";
import { ServiceMark } from "@/shared/ServiceMark";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./MeteringPage.module.css";
import { keyOf } from "./readingsDraft";

type Props = {
  rows: GridRow[] | undefined;
  total: number;
  on: string;
  typed: Record<string, TypedReading>;
  said: Record<string, RowVerdict>;
  onType: (row: GridRow, change: TypedReading) => void;
  onJudged: (row: GridRow, verdict: RowVerdict | null) => void;
  onCurrent: (row: GridRow) => void;
  onReason: () => void;
  onNearEnd: () => void;
};

const ROW_REM = 2.75;

/** The walk as a grid: one field a register, Enter goes down, what is thought of it stands beside. */
export function ReadingsGrid(props: Props) {
  const { rows, total, on, typed, said, onNearEnd } = props;
  const t = useWords("metering");
  const frame = useRef<HTMLDivElement>(null);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualiser keeps its own state; nothing here is memoised on it
  const virtual = useVirtualizer({
    count: rows?.length ?? 0,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_REM * rem,
    overscan: 12,
    initialRect: { width: 800, height: 600 },
  });
  const visible = virtual.getVirtualItems();
  const above = visible[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (visible.at(-1)?.end ?? 0);
  const last = visible.at(-1)?.index ?? -1;
  const near = rows !== undefined && rows.length > 0 && last >= rows.length - 20;
  useEffect(() => {
    if (near) onNearEnd();
  }, [near, onNearEnd, rows]);

  const focus = (to: number) => {
    const next = Math.max(0, Math.min((rows?.length ?? 1) - 1, to));
    const take = () => {
      const field = frame.current?.querySelector<HTMLInputElement>(`input[data-at="${next}"]`);
      field?.focus();
      field?.select();
      return field ?? null;
    };
    // At once: the next digit may come before the next frame, and is the next meter's. A row that is not drawn yet
    // takes a frame; until then digits are nobody's.
    const there = take() !== null;
    if (!there && document.activeElement instanceof HTMLElement) document.activeElement.blur();
    virtual.scrollToIndex(next);
    if (!there) requestAnimationFrame(take);
  };

  // Once, when the first rows are there: whoever comes here comes to type.
  const greeted = useRef(false);
  useEffect(() => {
    if (greeted.current || !rows || rows.length === 0) return;
    greeted.current = true;
    focusInFront(frame.current?.querySelector<HTMLInputElement>('input[data-at="0"]'));
  });

  if (!rows) {
    return (
      <div className={classes.frame} role="status" aria-busy="true" aria-label={t("shared:loading")}>
        {Array.from({ length: 8 }, (_, at) => (
          <Skeleton key={at} height="1.5rem" m="0.75rem 1rem" radius="sm" />
        ))}
      </div>
    );
  }
  return (
    <div className={classes.frame} ref={frame}>
      <table aria-label={t("grid.label")} aria-rowcount={total + 1}>
        <thead>
          <tr>
            <th scope="col" style={{ width: "13rem" }}>
              {t("grid.account")}
            </th>
            <th scope="col" style={{ width: "7.5rem" }}>
              {t("grid.meter")}
            </th>
            <th scope="col" style={{ width: "7rem" }} data-right>
              {t("grid.previous")}
            </th>
            <th scope="col" style={{ width: "4.75rem" }} data-right>
              {t("grid.usual")}
            </th>
            <th scope="col" style={{ width: "8rem" }}>
              {t("grid.reading")}
            </th>
            <th scope="col" style={{ width: "7.5rem" }}>
              {t("grid.remark")}
            </th>
            <th scope="col">{t("grid.check")}</th>
          </tr>
        </thead>
        <tbody>
          {above > 0 && <Gap height={above} />}
          {visible.map(({ index }) => {
            const row = rows[index];
            if (!row) return null;
            const key = keyOf(row);
            return (
              <Line
                key={key}
                {...props}
                row={row}
                at={index}
                on={on}
                own={typed[key] ?? nothingTyped}
                verdict={said[key] ?? null}
                onMove={focus}
              />
            );
          })}
          {below > 0 && <Gap height={below} />}
        </tbody>
      </table>
    </div>
  );
}

function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden="true">
      <td colSpan={7} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}

type LineProps = Pick<Props, "on" | "onType" | "onJudged" | "onCurrent" | "onReason"> & {
  row: GridRow;
  at: number;
  own: TypedReading;
  verdict: RowVerdict | null;
  onMove: (to: number) => void;
};

const Line = memo(function Line({ row, at, on, own, verdict, onType, onJudged, onCurrent, onReason, onMove }: LineProps) {
  const t = useWords("metering");
  useJudging(row, on, own, onJudged);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const to: Record<string, number> = { Enter: at + 1, ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 12, PageUp: at - 12 };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    // What is doubtful is asked about while the meter's sheet is still in the hand.
    if (event.key === "Enter" && verdict?.fate === "asked") onReason();
    else onMove(next);
  };
  return (
    <tr data-fate={verdict?.fate} aria-rowindex={at + 2}>
      <td>
        <span className={classes.number}>
          <ServiceMark service={row.service} look="icon" /> {row.number}
        </span>
        <p className={classes.small}>
          {row.name} · {row.address}
        </p>
      </td>
      <td>
        {row.meter}
        {(row.register > 1 || row.band !== "") && (
          <p className={classes.small}>
            {t("grid.register", { n: row.register })} {row.band}
          </p>
        )}
      </td>
      <td data-right>
        {row.last_value === "" ? (
          <span className={classes.small}>{t("grid.never")}</span>
        ) : (
          <>
            {row.last_value} {row.last_kind && row.last_kind !== "actual" && <StateTag tone="amber">{t(`kindShort.${row.last_kind}`)}</StateTag>}
            <p className={classes.small}>{row.last_on && showDay(row.last_on)}</p>
          </>
        )}
      </td>
      <td data-right>{row.usual}</td>
      <td>
        <TextInput
          className={classes.input}
          data-at={at}
          inputMode="decimal"
          autoComplete="off"
          aria-label={t("grid.readingOf", { number: row.number, meter: row.meter })}
          aria-invalid={!isFigure(own.value) || verdict?.fate === "refused" || undefined}
          value={own.value}
          onFocus={() => onCurrent(row)}
          onChange={(event) => onType(row, typeInto(own, event.currentTarget.value))}
          onKeyDown={onKeyDown}
        />
      </td>
      <td>
        {own.remark !== "working" && <StateTag tone="amber">{t(`remark.${own.remark}`)}</StateTag>}{" "}
        {own.kind !== "actual" && <StateTag tone="violet">{t(`kind.${own.kind}`)}</StateTag>}
      </td>
      <td>
        {!isFigure(own.value) ? (
          <span className={classes.wrong} role="status">
            {t("shared:notAFigure")}
          </span>
        ) : (
          isTyped(own) && (verdict ? <CheckWords verdict={verdict} /> : <span className={classes.small}>{t("check.checking")}</span>)
        )}
      </td>
    </tr>
  );
});

/** Asks what would be said, a moment after the last key. */
function useJudging(row: GridRow, on: string, own: TypedReading, onJudged: Props["onJudged"]) {
  const [settled] = useDebouncedValue(own, 150);
  const wanted = isTyped(settled) && isFigure(settled.value) && settled === own;
  const asked = useView("preview_readings", { rows: [entryOf(row.account, row.register, on, settled)] }, { enabled: wanted });
  const verdict = wanted ? asked.data?.[0] : undefined;
  const typed = isTyped(own) && isFigure(own.value);
  const tell = useRef(onJudged);
  useEffect(() => {
    tell.current = onJudged;
  });
  useEffect(() => {
    if (verdict) tell.current(row, verdict);
    else if (!typed) tell.current(row, null);
  }, [verdict, typed, row]);
}
