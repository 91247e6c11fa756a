import {
  IconCalendarCheck,
  IconCoins,
  IconDeviceTv,
  IconFileExport,
  IconFileImport,
  IconFileInvoice,
  IconGauge,
  IconLock,
  IconLogout,
  IconMoon,
  IconPlugX,
  IconReceiptTax,
  IconShieldCheck,
  IconSun,
  type TablerIcon,
  IconTicket,
  IconUserPlus,
} from "@tabler/icons-react";
import type { Right } from "@/backend/wire";
import { changeAppearance } from "@/shared/appearance";
import { monthNamed, showDay } from "@/shared/days";
import { goTo } from "@/shared/route";
import { useSession } from "@/shared/session";
import { useOpenHall } from "@/shared/useOpenHall";
import { useWords } from "@/shared/words";
import { roomsFor, roomWord } from "./rooms";

export type PaletteCommand = {
  id: string;
  icon: TablerIcon;
  title: string;
  keys?: string;
  run: () => void;
  /** The same for a month that is named. */
  ofMonth?: { today: string; of: (month: string) => PaletteCommand };
};

type Leave = { onLock: () => void; onLogOut: () => void };

/** `export november audit`: the newest November that has begun, and what else was typed. */
function monthIn(words: string[], today: string): { month: string; rest: string[] } | null {
  const typed = words.find((word) => monthNamed(word) !== null);
  if (typed === undefined) return null;
  const month = String(monthNamed(typed)).padStart(2, "0");
  const year = Number(today.slice(0, 4)) - (today.slice(5, 7) < month ? 1 : 0);
  return { month: `${year}-${month}`, rest: words.filter((word) => word !== typed) };
}

/** What fits word by word, in any order, each from the beginning of a word; a month's name goes to that month. */
export function commandsFor(text: string, commands: PaletteCommand[]): PaletteCommand[] {
  const typed = wordsOf(text);
  const fits = (title: string, words: string[]) => {
    const all = wordsOf(title);
    return words.every((word) => all.some((one) => one.startsWith(word)));
  };
  return commands.flatMap((command) => {
    const found = command.ofMonth && monthIn(typed, command.ofMonth.today);
    if (command.ofMonth && found && fits(command.title, found.rest)) return [command.ofMonth.of(found.month)];
    return fits(command.title, typed) ? [command] : [];
  });
}

const wordsOf = (text: string) => text.toLocaleLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** Everything that can be done from anywhere, as far as the role may. */
export function usePaletteCommands({ onLock, onLogOut }: Leave): PaletteCommand[] {
  const t = useWords("app");
  const { rights, business_on: today } = useSession();
  const openHall = useOpenHall();
  const withRight = (right: Right, command: PaletteCommand) => (rights.includes(right) ? [command] : []);
  return [
    ...roomsFor(rights).map((room) => ({
      id: room.name,
      icon: room.icon,
      title: t("palette.goTo", { room: t(roomWord(room.name, rights)) }),
      keys: room.keys,
      run: () => goTo(room.name),
    })),
    ...withRight("serve the queue", {
      id: "take-ticket",
      icon: IconTicket,
      title: t("palette.takeTicket"),
      run: () => goTo("queue", "", { take: 1 }),
    }),
    ...withRight("take payments", {
      id: "close-shift",
      icon: IconCoins,
      title: t("palette.closeShift"),
      keys: "F12",
      run: () => goTo("shift"),
    }),
    ...withRight("move the business day", {
      id: "close-day",
      icon: IconCalendarCheck,
      title: t("palette.closeDay"),
      run: () => goTo("day"),
    }),
    ...withRight("change customers", {
      id: "new-customer",
      icon: IconUserPlus,
      title: t("palette.newCustomer"),
      run: () => goTo("customers", "new"),
    }),
    ...withRight("see arrears", {
      id: "cut-list",
      icon: IconPlugX,
      title: t("palette.cutList"),
      run: () => goTo("arrears", "orders"),
    }),
    ...withRight("run bills", {
      id: "run-bills",
      icon: IconFileInvoice,
      title: t("palette.runBills"),
      run: () => goTo("billing", "runs"),
    }),
    ...withRight("import files", {
      id: "import",
      icon: IconFileImport,
      title: t("palette.importFile"),
      run: () => goTo("imports"),
    }),
    ...withRight("change tariffs", {
      id: "import-tariff",
      icon: IconReceiptTax,
      title: t("palette.importTariff"),
      run: () => goTo("tariffs", "", { import: 1 }),
    }),
    ...withRight("change tariffs", {
      id: "write-tariff",
      icon: IconReceiptTax,
      title: t("palette.writeTariff"),
      run: () => goTo("tariffs", "new"),
    }),
    ...withRight("enter readings", {
      id: "enter-readings",
      icon: IconGauge,
      title: t("palette.enterReadings"),
      run: () => goTo("metering"),
    }),
    ...withRight("install and remove meters", {
      id: "look-up-meter",
      icon: IconGauge,
      title: t("palette.lookUpMeter"),
      run: () => goTo("metering", "meters"),
    }),
    ...withRight("install and remove meters", {
      id: "use-cases",
      icon: IconGauge,
      title: t("palette.useCases"),
      run: () => goTo("metering", "cases"),
    }),
    ...withRight("export audit files", {
      id: "export-month",
      icon: IconFileExport,
      title: t("palette.exportMonth"),
      run: () => goTo("audit", "month"),
      ofMonth: {
        today,
        of: (month) => ({
          id: `export-${month}`,
          icon: IconFileExport,
          title: t("palette.exportOf", { month: showDay(`${month}-01`, "month") }),
          run: () => goTo("audit", "month", { month }),
        }),
      },
    }),
    ...withRight("verify audit files", {
      id: "verify",
      icon: IconShieldCheck,
      title: t("palette.verify"),
      run: () => goTo("audit", "verify"),
    }),
    ...withRight("see the queue", {
      id: "hall",
      icon: IconDeviceTv,
      title: t("palette.openHall"),
      run: () => openHall.mutate(),
    }),
    { id: "light", icon: IconSun, title: t("palette.light"), run: () => changeAppearance({ scheme: "light" }) },
    { id: "dark", icon: IconMoon, title: t("palette.dark"), run: () => changeAppearance({ scheme: "dark" }) },
    { id: "lock", icon: IconLock, title: t("palette.lock"), keys: "Ctrl+L", run: onLock },
    { id: "log-out", icon: IconLogout, title: t("palette.logOut"), run: onLogOut },
  ];
}
