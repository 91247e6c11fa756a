import { Skeleton, TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconFilter, IconSelector } from "@tabler/icons-react";
import {
  type ColumnDef,
  flexRender,
  getCoreRowModel,
  getFilteredRowModel,
  getSortedRowModel,
  type RowData,
  type SortingState,
  useReactTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import classes from "./DataTable.module.css";
import { Refusal } from "./Refusal";
import { useShownText } from "./shownText";
import { useWords } from "./words";

declare module "@tanstack/react-table" {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the library fixes these parameters
  interface ColumnMeta<TData extends RowData, TValue> {
    /** Amounts and counts stand right. */
    right?: boolean;
    /** CSS width of the column; without it the column shares what is left. */
    width?: string;
    /** Told where there is room, and left to the row's own sheet or paper in a small window. */
    spare?: boolean;
  }
}

type Props<Row> = {
  /** Names the table for screen readers. */
  label: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- columns of one table differ in value type
  columns: ColumnDef<Row, any>[];
  rows: Row[] | undefined;
  rowId: (row: Row) => string;
  /** Enter or a click on a row. */
  onOpen?: (row: Row) => void;
  /** Marks the row that is open beside the list. */
  openId?: string;
  error?: unknown;
  empty: ReactNode;
  /** Exports and other acts on this list. */
  tools?: ReactNode;
  /** The list is filtered elsewhere (by the backend), so no filter field is shown. */
  filterable?: boolean;
  filterRef?: RefObject<HTMLInputElement | null>;
  /** Rows the backend counts beyond those loaded. */
  total?: number;
  onNearEnd?: () => void;
  /** Whether `onNearEnd` would bring more rows. */
  moreRows?: boolean;
  /** Whether these are the first of more that are not fetched: the search must be narrower. */
  cut?: boolean;
  /** Not where the list is far too long to be fetched whole, and its order is the backend's. */
  sortable?: boolean;
  /** Below this width the list scrolls sideways instead of squeezing its columns. */
  minWidth?: string;
};

const ROW_REM = 2.5;

/** So many rows of a list that comes in pages are fetched for a filter or an order; beyond, the list says so. */
const LOOKED_THROUGH = 5_000;

/** No rows yet: always the same none, for another one would be a change. */
const none: never[] = [];

/** A long list: virtualised, sortable by its heads, filterable, with its row count, run by the arrow keys. */
export function DataTable<Row>(props: Props<Row>) {
  const { label, columns, rows, rowId, onOpen, openId, error, empty, tools, filterable = true, filterRef, moreRows = false } = props;
  const t = useWords("shared");
  const shownText = useShownText();
  const [sorting, setSorting] = useState<SortingState>([]);
  const [filter, setFilter] = useState("");
  const [cursor, setCursor] = useState(0);
  const frame = useRef<HTMLDivElement>(null);

  // eslint-disable-next-line react-hooks/incompatible-library -- the table keeps its own state; nothing here is memoised on it
  const table = useReactTable({
    data: rows ?? (none as Row[]),
    // The table would begin a page again whenever its rows change, and draw itself anew for it. We have no pages.
    autoResetAll: false,
    columns,
    getRowId: rowId,
    state: { sorting, globalFilter: filter },
    onSortingChange: setSorting,
    onGlobalFilterChange: setFilter,
    enableSorting: props.sortable ?? true,
    globalFilterFn: (row, column, wanted: string) => {
      const cell = row.getAllCells().find((one) => one.column.id === column);
      const drawn = cell?.column.columnDef.cell;
      if (cell === undefined) return false;
      const text = shownText(typeof drawn === "function" ? drawn(cell.getContext()) : drawn);
      // What draws itself from its value alone is looked for by that.
      return holds(text === "" ? String(cell.getValue() ?? "") : text, wanted);
    },
    getColumnCanGlobalFilter: () => true,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
  });
  const shown = table.getRowModel().rows;
  // A gap that were wider than what is shown would make a column of its own.
  const always = columns.filter((one) => !one.meta?.spare).length;
  const all = props.total ?? rows?.length ?? 0;
  // What is here so far is no count of a list that goes on and that nobody has counted.
  const counted = props.total !== undefined || !(moreRows || props.cut);
  const rowsWords = counted ? "rows" : moreRows ? "rowsSoFar" : "rowsCut";
  const rowPixels = ROW_REM * remPixels();

  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowPixels,
    overscan: 12,
    initialRect: { width: 800, height: 600 },
  });
  const visible = virtual.getVirtualItems();
  const above = visible[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (visible.at(-1)?.end ?? 0);

  const lastVisible = visible.at(-1)?.index ?? -1;
  const nearEnd = rows !== undefined && lastVisible >= rows.length - 20;
  // An order or a filter of the rows that happen to be here would not be one of the list: the rest is fetched.
  const partial = moreRows && (filter !== "" || sorting.length > 0);
  const fetching = partial && (rows?.length ?? 0) < LOOKED_THROUGH;
  const wanted = partial ? fetching : nearEnd;
  const { onNearEnd } = props;
  useEffect(() => {
    if (wanted && rows !== undefined && rows.length > 0) onNearEnd?.();
  }, [wanted, rows, onNearEnd]);

  const move = (to: number) => {
    const next = Math.max(0, Math.min(shown.length - 1, to));
    setCursor(next);
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / rowPixels) - 2);
    const steps: Record<string, number> = {
      ArrowDown: cursor + 1,
      ArrowUp: cursor - 1,
      PageDown: cursor + page,
      PageUp: cursor - page,
      Home: 0,
      End: shown.length - 1,
    };
    const to = steps[event.key];
    const row = shown[cursor];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === "Enter" && event.target instanceof HTMLTableRowElement && row && onOpen) {
      event.preventDefault();
      onOpen(row.original);
    }
  };

  return (
    <div className={classes.table}>
      {(filterable || tools || all > 0) && (
        <div className={classes.bar}>
          {filterable && (
            <TextInput
              ref={filterRef}
              size="xs"
              className={classes.filter}
              aria-label={t("filter")}
              data-escape="clears"
              placeholder={t("filter")}
              leftSection={<IconFilter aria-hidden="true" size="0.9rem" stroke={1.75} />}
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === "ArrowDown" && shown.length > 0) move(0);
                if (event.key === "Escape" && filter !== "") {
                  event.stopPropagation();
                  setFilter("");
                }
              }}
            />
          )}
          <span className={classes.count} role="status">
            {rows === undefined
              ? ""
              : filter === ""
                ? t(rowsWords, { count: all })
                : t("rowsOf", { shown: shown.length, count: all })}
            {partial && ` · ${fetching ? t("fetchingRest") : t("firstOnly", { count: rows?.length ?? 0 })}`}
          </span>
          <div className={classes.tools}>{tools}</div>
        </div>
      )}
      {error ? (
        <div className={classes.message}>
          <Refusal error={error} />
        </div>
      ) : rows === undefined ? (
        <div className={classes.message} role="status" aria-busy="true" aria-label={t("loading")}>
          {Array.from({ length: 8 }, (_, i) => (
            <Skeleton key={i} height="1.25rem" mb="0.9rem" radius="sm" />
          ))}
        </div>
      ) : rows.length === 0 ? (
        empty
      ) : (
        <div className={classes.frame} ref={frame} tabIndex={-1}>
          <table style={{ minWidth: props.minWidth }} aria-label={label} aria-rowcount={counted ? all + 1 : -1}>
            <thead>
              <tr>
                {table.getFlatHeaders().map((header) => {
                  const sorted = header.column.getIsSorted();
                  const { right, width, spare } = header.column.columnDef.meta ?? {};
                  const name = flexRender(header.column.columnDef.header, header.getContext());
                  return (
                    <th
                      key={header.id}
                      scope="col"
                      style={{ width }}
                      data-right={right || undefined}
                      data-spare={spare || undefined}
                      aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : undefined}
                    >
                      {header.column.getCanSort() ? (
                        <button type="button" className={classes.head} onClick={header.column.getToggleSortingHandler()}>
                          {name}
                          <SortMark sorted={sorted} />
                        </button>
                      ) : (
                        name
                      )}
                    </th>
                  );
                })}
              </tr>
            </thead>
            <tbody onKeyDown={onKeyDown}>
              {above > 0 && <Gap height={above} columns={always} />}
              {visible.map(({ index }) => {
                const row = shown[index];
                if (!row) return null;
                return (
                  <tr
                    key={row.id}
                    data-index={index}
                    data-open={row.id === openId || undefined}
                    data-acts={onOpen ? true : undefined}
                    aria-rowindex={index + 2}
                    tabIndex={index === Math.min(cursor, shown.length - 1) ? 0 : -1}
                    onFocus={() => setCursor(index)}
                    onClick={() => onOpen?.(row.original)}
                  >
                    {row.getVisibleCells().map((cell) => (
                      <td
                        key={cell.id}
                        title={wholeText(cell.getValue())}
                        data-right={cell.column.columnDef.meta?.right || undefined}
                        data-spare={cell.column.columnDef.meta?.spare || undefined}
                      >
                        {flexRender(cell.column.columnDef.cell, cell.getContext())}
                      </td>
                    ))}
                  </tr>
                );
              })}
              {below > 0 && <Gap height={below} columns={always} />}
            </tbody>
          </table>
          {shown.length === 0 && !fetching && <p className={classes.noMatch}>{t("noMatch")}</p>}
        </div>
      )}
    </div>
  );
}

/** Stands for the rows that are not drawn. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}

function SortMark({ sorted }: { sorted: false | "asc" | "desc" }) {
  const Icon = sorted === "asc" ? IconChevronUp : sorted === "desc" ? IconChevronDown : IconSelector;
  return <Icon aria-hidden="true" size="0.875rem" stroke={2} className={sorted ? undefined : classes.unsorted} />;
}

/** What is cut off at the edge of its column can still be read by pointing at it. */
function wholeText(value: unknown): string | undefined {
  return typeof value === "string" && value.length > 12 ? value : undefined;
}

function remPixels(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}

const bare = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLocaleLowerCase();

/** An amount is found by its digits, however it is grouped. */
function holds(shown: string, wanted: string): boolean {
  const [text, sought] = [bare(shown), bare(wanted)];
  return text.includes(sought) || (/\d/.test(sought) && text.replaceAll(",", "").includes(sought.replaceAll(",", "")));
}
