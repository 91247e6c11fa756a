import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { createColumnHelper } from "@tanstack/react-table";
import { Profiler, useState } from "react";
import { expect, test, vi } from "vitest";
import { Providers } from "@/app/App";
import { DataTable } from "./DataTable";
import { DayText } from "./DayText";
import { Money } from "./Money";
import { StateTag } from "./StateTag";

type Row = { id: number; name: string; due: number };
const column = createColumnHelper<Row>();
const columns = [column.accessor("name", { header: "Name" }), column.accessor("due", { header: "Due" })];
const many: Row[] = Array.from({ length: 5000 }, (_, at) => ({ id: at, name: `Person ${at}`, due: (at * 7919) % 5000 }));

function show(rows: Row[], onOpen = vi.fn()) {
  render(
    <Providers>
      <div style={{ height: 600 }}>
        <DataTable label="People" columns={columns} rows={rows} rowId={(row) => String(row.id)} onOpen={onOpen} empty="Nobody" />
      </div>
    </Providers>,
  );
  return onOpen;
}

const bodyRows = () => within(screen.getByRole("table")).getAllByRole("row").slice(1);

test("of five thousand rows only those in view are drawn, and all are counted", () => {
  show(many);
  expect(bodyRows().length).toBeLessThan(60);
  expect(screen.getByText("5000 rows")).toBeTruthy();
  expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("5001");
});

test("a head sorts by its column, and says so", () => {
  show(many);
  fireEvent.click(screen.getByRole("button", { name: "Due" }));
  fireEvent.click(screen.getByRole("button", { name: "Due" }));
  expect(screen.getByRole("columnheader", { name: "Due" }).getAttribute("aria-sort")).toBe("ascending");
  expect(bodyRows()[0]?.textContent).toBe("Person 00");
});

test("the filter knows no accents and no case, and says how many are left", () => {
  show([{ id: 1, name: "José Pinto", due: 0 }, { id: 2, name: "Asha", due: 1 }]);
  fireEvent.change(screen.getByLabelText("Filter…"), { target: { value: "JOSE" } });
  expect(screen.getByText("1 of 2 rows")).toBeTruthy();
  fireEvent.change(screen.getByLabelText("Filter…"), { target: { value: "nobody" } });
  expect(screen.getByText("No row matches the filter.")).toBeTruthy();
});

test("the filter looks at what is shown: an amount, a day and a word, not what is stored behind them", () => {
  type Bill = { id: number; left: number; due: string; state: string };
  const bills = createColumnHelper<Bill>();
  const shown = [
    bills.accessor("left", { header: "Left", cell: ({ getValue }) => <Money minor={getValue()} /> }),
    bills.accessor("due", { header: "Due", cell: ({ getValue }) => <DayText day={getValue()} /> }),
    bills.accessor("state", { header: "State", cell: ({ getValue }) => <StateTag>{getValue() === "dead" ? "Dead letter" : "Waiting"}</StateTag> }),
  ];
  const rows = [{ id: 1, left: 184_200, due: "2026-11-21", state: "dead" }, { id: 2, left: 99_900, due: "2026-12-01", state: "other" }];
  render(
    <Providers>
      <DataTable label="Bills" columns={shown} rows={rows} rowId={(row) => String(row.id)} empty="None" />
    </Providers>,
  );
  const left = (text: string) => {
    fireEvent.change(screen.getByLabelText("Filter…"), { target: { value: text } });
    return screen.getByText(/of 2 rows/).textContent;
  };
  for (const text of ["1,842.00", "1842", "21 nov", "dead letter"]) expect(left(text)).toBe("1 of 2 rows");
  for (const text of ["184200", "2026-11", "other"]) expect(left(text)).toBe("0 of 2 rows");
});

/** A list whose pages of a hundred come one by one, as the backend's do. */
function Paged({ all, onMore }: { all: Row[]; onMore: () => void }) {
  const [count, setCount] = useState(100);
  const more = () => {
    onMore();
    setTimeout(() => setCount(count + 100));
  };
  return (
    <div style={{ height: 600 }}>
      <DataTable
        label="People" columns={columns} rows={all.slice(0, count)} total={all.length} rowId={(row) => String(row.id)} empty="Nobody"
        onNearEnd={more} moreRows={count < all.length}
      />
    </div>
  );
}

test("a filter finds who stands on a page that was not fetched yet, and says no match only when all were looked at", async () => {
  render(<Paged all={many.slice(0, 600)} onMore={vi.fn()} />, { wrapper: Providers });
  fireEvent.change(screen.getByLabelText("Filter…"), { target: { value: "Person 555" } });
  expect(screen.queryByText("No row matches the filter.")).toBeNull();
  expect(screen.getByText(/fetching the rest/)).toBeTruthy();
  expect(await screen.findByText("Person 555")).toBeTruthy();
  fireEvent.change(screen.getByLabelText("Filter…"), { target: { value: "Person 666" } });
  expect(await screen.findByText("No row matches the filter.")).toBeTruthy();
});

test("the largest of a list that comes in pages is the largest of all", async () => {
  const all = many.slice(0, 600);
  render(<Paged all={all} onMore={vi.fn()} />, { wrapper: Providers });
  fireEvent.click(screen.getByRole("button", { name: "Due" }));
  const largest = all.reduce((one, other) => (other.due > one.due ? other : one));
  await waitFor(() => expect(bodyRows()[0]?.textContent).toBe(`${largest.name}${largest.due}`));
});

test("a list too long to fetch is not fetched whole, and says among how many it looked", async () => {
  const more = vi.fn();
  const endless: Row[] = Array.from({ length: 5_100 }, (_, at) => ({ id: at, name: `Person ${at}`, due: 0 }));
  render(<DataTable label="People" columns={columns} rows={endless} total={1_000_000} rowId={(row) => String(row.id)} empty="Nobody" onNearEnd={more} moreRows />, {
    wrapper: Providers,
  });
  fireEvent.change(screen.getByLabelText("Filter…"), { target: { value: "nobody" } });
  expect(screen.getByText(/among the first 5100/)).toBeTruthy();
  expect(more).not.toHaveBeenCalled();
});

test("a list that goes on and was not counted says so, and not what it holds so far", () => {
  const list = { label: "People", columns, rows: many.slice(0, 200), rowId: (row: Row) => String(row.id), empty: "Nobody" };
  const { rerender } = render(<DataTable {...list} moreRows />, { wrapper: Providers });
  expect(screen.getByText("200 rows, more below")).toBeTruthy();
  expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("-1");
  rerender(<DataTable {...list} cut />);
  expect(screen.getByText("the first 200 rows of more")).toBeTruthy();
  rerender(<DataTable {...list} />);
  expect(screen.getByText("200 rows")).toBeTruthy();
});

test("Enter opens the row under the cursor", () => {
  const onOpen = show(many);
  const [first] = bodyRows();
  if (!first) throw new Error("a row is drawn");
  first.focus();
  fireEvent.keyDown(first, { key: "Enter" });
  expect(onOpen).toHaveBeenCalledWith(many[0]);
});

test("an empty list says what to do", () => {
  show([]);
  expect(screen.getByText("Nobody")).toBeTruthy();
});

test("a list that waits for its rows stands still, though it was opened by a key", async () => {
  let drawn = 0;
  const count = () => {
    drawn += 1;
    // Without this a list that draws itself for ever would never let the test end.
    if (drawn > 50) throw new Error("it draws itself for ever");
  };
  // While a key is being answered React draws at once, before anything that waits can be heard.
  Object.defineProperty(window, "event", { configurable: true, value: new KeyboardEvent("keydown") });
  try {
    render(
      <Providers>
        <Profiler id="list" onRender={count}>
          <DataTable label="People" columns={columns} rows={undefined} rowId={(row) => String(row.id)} empty="Nobody" />
        </Profiler>
      </Providers>,
    );
    await Promise.resolve();
    fireEvent.change(screen.getByLabelText("Filter…"), { target: { value: "a" } });
    await new Promise((done) => setTimeout(done, 300));
  } finally {
    Reflect.deleteProperty(window, "event");
  }
  expect(drawn).toBeLessThan(10);
});
