import {
  IconFileInvoice,
  IconGauge,
  IconInbox,
  IconReceipt,
  IconSearch,
  IconTicket,
  type TablerIcon,
  IconUser,
} from "@tabler/icons-react";
import { useDebouncedValue } from "@mantine/hooks";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Hit, HitTarget } from "@/backend/wire";
import { useView } from "@/backend/useView";
import { KeyHint } from "@/shared/KeyHint";
import { hasLoneLetter } from "@/shared/loneLetter";
import { Refusal } from "@/shared/Refusal";
import { goTo } from "@/shared/route";
import { useMay } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import { commandsFor, type PaletteCommand, usePaletteCommands } from "./paletteCommands";
import classes from "./Palette.module.css";

type Props = { opened: boolean; onClose: () => void; onLock: () => void; onLogOut: () => void };

/** One field for people, accounts, bills, receipts, tickets and commands. */
export function Palette({ opened, onClose, onLock, onLogOut }: Props) {
  const t = useWords("app");
  // A new search each time: the last one's may still be fading when the next is opened.
  const [last, setLast] = useState({ opened, times: 0 });
  if (last.opened !== opened) setLast({ opened, times: last.times + (opened ? 1 : 0) });
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title={t("palette.title")}
      withCloseButton={false}
      size="38rem"
      padding={0}
      yOffset="10vh"
      centered={false}
      styles={{ header: { display: "none" } }}
    >
      <Search key={last.times} onClose={onClose} onLock={onLock} onLogOut={onLogOut} />
    </Sheet>
  );
}

const hitIcons: Record<HitTarget["kind"], TablerIcon> = {
  customer: IconUser,
  account: IconGauge,
  bill: IconFileInvoice,
  receipt: IconReceipt,
  ticket: IconTicket,
  in_hand: IconInbox,
};

type Option = PaletteCommand & { note?: string; exact?: boolean };
type Group = { words: string; options: Option[] };

function Search({ onClose, onLock, onLogOut }: Omit<Props, "opened">) {
  const t = useWords("app");
  const listId = useId();
  const [text, setText] = useState("");
  // Where the arrows moved to; until they do, the number that fits exactly stands first.
  const [at, setAt] = useState<number | null>(null);
  const [entered, setEntered] = useState<string | null>(null);
  const [asked] = useDebouncedValue(text.trim(), 120);
  const found = useFound(asked);
  const commands = usePaletteCommands({ onLock, onLogOut });
  const words = t(useMay("see customers") ? "search" : "searchCommands");
  const fitting = commandsFor(text, commands);

  const groups: Group[] = [
    ...found.groups,
    ...(fitting.length > 0 ? [{ words: t("palette.commands"), options: fitting }] : []),
  ];
  const options = groups.flatMap((group) => group.options);
  const exact = Math.max(0, options.findIndex((option) => option.exact));
  const chosen = Math.min(at ?? exact, options.length - 1);

  const open = (option: Option | undefined) => {
    if (!option) return;
    onClose();
    option.run();
  };
  // A scanner presses Enter before the answer is there: what is found is opened then, not what stood there before.
  const answered = asked === text.trim() && found.answered;
  const waitsFor = answered && entered === text ? options[chosen] : undefined;
  const opened = useRef(false);
  useEffect(() => {
    // Once: the list stays for a moment while it fades.
    if (!waitsFor || opened.current) return;
    opened.current = true;
    onClose();
    waitsFor.run();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt((chosen + 1) % Math.max(1, options.length));
    else if (event.key === "ArrowUp") setAt((chosen - 1 + options.length) % Math.max(1, options.length));
    else if (event.key === "Enter") setEntered(text);
    else return;
    event.preventDefault();
  };

  return (
    <div className={classes.body}>
      <div className={classes.field}>
        <IconSearch aria-hidden="true" size="1.25rem" stroke={1.75} />
        <input
          className={classes.input}
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-label={words}
          aria-activedescendant={options[chosen] ? `${listId}-${chosen}` : undefined}
          placeholder={words}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(null);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={classes.list} role="listbox" id={listId} aria-label={t("palette.title")}>
        {groups.map((group) => (
          <div key={group.words} role="group" aria-label={group.words}>
            <p className={classes.group} aria-hidden="true">
              {group.words}
            </p>
            {group.options.map((option) => {
              const index = options.indexOf(option);
              return (
                <OptionRow
                  key={option.id}
                  id={`${listId}-${index}`}
                  option={option}
                  chosen={index === chosen}
                  onPoint={() => setAt(index)}
                  onOpen={() => open(option)}
                />
              );
            })}
          </div>
        ))}
        {options.length === 0 && asked !== "" && <p className={classes.none}>{t("palette.none", { text: asked })} {hasLoneLetter(asked) && t("shared:find.loneLetter")}</p>}
      </div>
      {found.error !== null && <Refusal error={found.error} />}
      <p className={classes.foot}>{t("palette.enter")}</p>
    </div>
  );
}

type RowProps = { id: string; option: Option; chosen: boolean; onPoint: () => void; onOpen: () => void };

function OptionRow({ id, option, chosen, onPoint, onOpen }: RowProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      className={classes.option}
      ref={(row) => {
        if (chosen) row?.scrollIntoView({ block: "nearest" });
      }}
      onMouseMove={onPoint}
      onClick={onOpen}
    >
      <span className={classes.icon}>
        <option.icon aria-hidden="true" size="1.125rem" stroke={1.75} />
      </span>
      <span className={classes.title}>{option.title}</span>
      {option.note && <span className={classes.note}>{option.note}</span>}
      {option.keys && (
        <span className={classes.end}>
          <KeyHint keys={option.keys} />
        </span>
      )}
    </div>
  );
}

/** What the book holds for the text, grouped by kind. */
function useFound(text: string): { groups: Group[]; error: unknown; answered: boolean } {
  const t = useWords("app");
  const mayPay = useMay("take payments");
  const asks = useMay("see customers") && text.length >= 2;
  const search = useView("search", { text }, { enabled: asks, keep: true });
  const hits = asks ? (search.data ?? []) : [];
  const kinds = [
    ["customer", t("palette.customers")],
    ["account", t("palette.accounts")],
    ["bill", t("palette.bills")],
    ["receipt", t("palette.receipts")],
    ["ticket", t("palette.tickets")],
    ["in_hand", t("palette.inHand")],
  ] as const;
  const groups = kinds.map(([kind, words]) => ({
    words,
    options: hits
      .filter((hit) => hit.target.kind === kind)
      .map((hit) => ({
        id: `${kind}-${hit.target.id}`,
        icon: hitIcons[kind],
        title: hit.name || hit.detail,
        note: hit.name ? hit.detail : "",
        exact: hit.exact,
        run: () => openHit(hit, mayPay),
      })),
  }));
  return {
    groups: groups.filter((group) => group.options.length > 0),
    error: search.error,
    answered: !asks || (!search.isPlaceholderData && !search.isLoading),
  };
}

/** A clerk who finds an account or a bill wants to take its money; everybody else wants to read it. */
function openHit(hit: Hit, mayPay: boolean) {
  const { kind, id } = hit.target;
  if (kind === "ticket") return goTo("queue", "", { ticket: id });
  if (kind === "in_hand") return goTo("queue", "letters");
  if (kind === "receipt") return goTo("customers", hit.customer ?? "", { receipt: id });
  if (hit.customer === null) return;
  if (mayPay && kind === "account") return goTo("counter", "", { customer: hit.customer, accounts: id });
  if (mayPay && kind === "bill") return goTo("counter", "", { customer: hit.customer, bill: id });
  goTo("customers", hit.customer);
}
