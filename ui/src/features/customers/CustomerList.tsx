import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconFileImport, IconSearch, IconUserPlus, IconUsers } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { call } from "@/backend/call";
import { usePages } from "@/backend/usePages";
import { useView } from "@/backend/useView";
import type { CustomerRow, Hit } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { EmptyState } from "@/shared/EmptyState";
import { theOneMeant } from "@/shared/FindField";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { hasLoneLetter } from "@/shared/loneLetter";
import { Panel } from "@/shared/Panel";
import { goTo } from "@/shared/route";
import { ServiceMark } from "@/shared/ServiceMark";
import { useMay } from "@/shared/session";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./CustomerList.module.css";

const PAGE = 200;
const column = createColumnHelper<CustomerRow>();
const hitColumn = createColumnHelper<Hit>();

/** Everybody in order of their numbers, or who fits what is typed. */
export function CustomerList() {
  const t = useWords("customers");
  const mayEdit = useMay("change customers");
  const mayImport = useMay("import files");
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 150);
  useEffect(() => field.current?.focus(), []);

  const toRows = () => field.current?.closest("section")?.querySelector<HTMLElement>("tbody [tabindex='0']")?.focus();
  // A scanner types and presses Enter before any list is there: the number itself is asked for.
  const openOrChoose = async () => {
    // What cannot be answered is said by the list below, which asks the same.
    const hits = await call("search", { text: text.trim(), limit: 12 }).catch(() => []);
    const sure = theOneMeant(hits.filter(isSomebody));
    if (sure) openHit(sure);
    else toRows();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") toRows();
    else if (event.key === "Enter" && text.trim() !== "") void openOrChoose();
    else if (event.key === "Escape" && text !== "") setText("");
    else return;
    event.preventDefault();
  };
  useHotkeys([
    { keys: "F4", words: t("key.search"), run: () => field.current?.focus() },
    { keys: "F7", words: t("key.new"), run: () => goTo("customers", "new"), ready: mayEdit },
  ]);

  return (
    <Panel
      flush
      className={classes.page}
      icon={IconUsers}
      title={t("title")}
      aside={
        <>
          {mayImport && (
            <Button size="xs" variant="default" leftSection={<IconFileImport aria-hidden="true" size="1rem" stroke={1.75} />} onClick={() => goTo("imports")}>
              {t("import")}
            </Button>
          )}
          {mayEdit && (
            <Button size="xs" leftSection={<IconUserPlus aria-hidden="true" size="1rem" stroke={1.75} />} rightSection={<KeyHint keys="F7" onBrand />} onClick={() => goTo("customers", "new")}>
              {t("new")}
            </Button>
          )}
        </>
      }
    >
      <div className={classes.search}>
        <TextInput
          ref={field}
          aria-label={t("searchLabel")}
          placeholder={t("search")}
          leftSection={<IconSearch aria-hidden="true" size="1.05rem" stroke={1.75} />}
          rightSection={<KeyHint keys="F4" />}
          data-escape="clears"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      {asked.length >= 2 ? <Found text={asked} /> : <Everybody />}
    </Panel>
  );
}

function Everybody() {
  const t = useWords("customers");
  const pages = usePages<"customers", CustomerRow>(
    "customers",
    (after) => ({ after, limit: PAGE }),
    (page) => page.rows,
    (row) => row.id,
    PAGE,
  );
  const columns = useMemo(
    () => [
      column.accessor("number", { header: t("number"), meta: { width: "8rem" } }),
      column.accessor("name", {
        header: t("name"),
        cell: ({ getValue, row }) => (
          <>
            <span className={classes.name}>{getValue()}</span>{" "}
            {!row.original.active && <StateTag>{t("inactive")}</StateTag>}
          </>
        ),
      }),
      column.accessor("phone", { header: t("phone"), meta: { width: "10rem" } }),
      column.accessor("accounts", { header: t("accounts"), meta: { width: "8rem", right: true } }),
      column.accessor("due", {
        header: t("due"),
        meta: { width: "11rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} quietZero />,
      }),
    ],
    [t],
  );
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={pages.rows}
      total={pages.first?.total ?? undefined}
      rowId={(row) => String(row.id)}
      onOpen={(row) => goTo("customers", row.id)}
      onNearEnd={pages.more}
      sortable={false}
      filterable={false}
      error={pages.error}
      empty={<EmptyState icon={IconUsers} title={t("none")} words={t("noneWords")} />}
    />
  );
}

function Found({ text }: { text: string }) {
  const t = useWords("customers");
  const hits = useView("search", { text, limit: 50 }, { keep: true });
  const columns = useMemo(
    () => [
      hitColumn.accessor("name", {
        header: t("name"),
        cell: ({ getValue }) => <span className={classes.name}>{getValue()}</span>,
      }),
      hitColumn.accessor("detail", { header: t("found") }),
      hitColumn.accessor("service", {
        header: t("account.service"),
        meta: { width: "10rem" },
        cell: ({ getValue }) => {
          const service = getValue();
          return service && <ServiceMark service={service} />;
        },
      }),
    ],
    [t],
  );
  const rows = hits.data?.filter(isSomebody);
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={rows}
      rowId={(hit) => `${hit.target.kind}-${hit.target.id}`}
      onOpen={openHit}
      filterable={false}
      error={hits.error}
      empty={<EmptyState icon={IconSearch} title={t("noHits", { text })} words={hasLoneLetter(text) ? t("shared:find.loneLetter") : t("noHitsWords")} />}
    />
  );
}

/** Whether a hit leads to somebody's profile; a ticket leads to the queue. */
function isSomebody(hit: Hit): boolean {
  return hit.customer !== null && hit.target.kind !== "ticket";
}

function openHit(hit: Hit) {
  goTo("customers", hit.customer ?? "", hit.target.kind === "receipt" ? { receipt: hit.target.id } : {});
}
