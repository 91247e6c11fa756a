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
};

type Leave = { onLock: () => void; onLogOut: () => void };

/** Everything that can be done from anywhere, as far as the role may. */
export function usePaletteCommands({ onLock, onLogOut }: Leave): PaletteCommand[] {
  const t = useWords("app");
  const { rights } = useSession();
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
