import {
  IconCalendarCheck,
  IconCashRegister,
  IconChartBar,
  IconChecks,
  IconCoins,
  IconFileImport,
  IconFileInvoice,
  IconGauge,
  IconReceiptTax,
  IconSignature,
  IconSettings,
  IconShieldCheck,
  IconStairsUp,
  IconTicket,
  type TablerIcon,
  IconUsers,
} from "@tabler/icons-react";
import { type ComponentType, lazy } from "react";
import type { Right } from "@/backend/wire";

export type RoomName =
  | "counter"
  | "queue"
  | "shift"
  | "day"
  | "customers"
  | "metering"
  | "billing"
  | "arrears"
  | "tariffs"
  | "imports"
  | "reports"
  | "approvals"
  | "cheques"
  | "audit"
  | "settings";

export type Room = {
  name: RoomName;
  icon: TablerIcon;
  /** Any one of these opens the room. */
  rights: Right[];
  /** The function key that leads there. */
  keys?: string;
  Page: ComponentType;
};

export const rooms: Room[] = [
  {
    name: "counter",
    icon: IconCashRegister,
    rights: ["take payments"],
    keys: "F1",
    Page: lazy(() => import("@/features/counter/CounterPage")),
  },
  {
    name: "queue",
    icon: IconTicket,
    rights: ["see the queue"],
    keys: "F2",
    Page: lazy(() => import("@/features/queue/QueuePage")),
  },
  {
    name: "shift",
    icon: IconCoins,
    rights: ["take payments"],
    keys: "F12",
    Page: lazy(() => import("@/features/shift/ShiftPage")),
  },
  {
    name: "customers",
    icon: IconUsers,
    rights: ["see customers", "see their own accounts"],
    Page: lazy(() => import("@/features/customers/CustomersPage")),
  },
  {
    name: "metering",
    icon: IconGauge,
    rights: ["see customers"],
    Page: lazy(() => import("@/features/metering/MeteringPage")),
  },
  {
    name: "billing",
    icon: IconFileInvoice,
    // Whoever takes the audit away reads every room.
    rights: ["run bills", "correct bills", "export audit files"],
    Page: lazy(() => import("@/features/billing/BillingPage")),
  },
  {
    name: "arrears",
    icon: IconStairsUp,
    rights: ["see arrears"],
    Page: lazy(() => import("@/features/arrears/ArrearsPage")),
  },
  {
    name: "tariffs",
    icon: IconReceiptTax,
    rights: ["see tariffs"],
    Page: lazy(() => import("@/features/tariffs/TariffsPage")),
  },
  {
    name: "imports",
    icon: IconFileImport,
    rights: ["import files"],
    Page: lazy(() => import("@/features/imports/ImportsPage")),
  },
  {
    name: "day",
    icon: IconCalendarCheck,
    rights: ["see everybody's shifts"],
    Page: lazy(() => import("@/features/day/DayPage")),
  },
  {
    name: "reports",
    icon: IconChartBar,
    rights: ["see reports"],
    Page: lazy(() => import("@/features/reports/ReportsPage")),
  },
  {
    name: "approvals",
    icon: IconChecks,
    rights: ["see approvals"],
    Page: lazy(() => import("@/features/approvals/ApprovalsPage")),
  },
  {
    name: "cheques",
    icon: IconSignature,
    rights: ["see cheques"],
    Page: lazy(() => import("@/features/cheques/ChequesPage")),
  },
  {
    name: "audit",
    icon: IconShieldCheck,
    rights: ["see the audit log"],
    Page: lazy(() => import("@/features/audit/AuditPage")),
  },
  {
    name: "settings",
    icon: IconSettings,
    // Everybody has an appearance and a password of their own.
    rights: ["see the office"],
    Page: lazy(() => import("@/features/settings/SettingsPage")),
  },
];

export function roomsFor(rights: readonly Right[]): Room[] {
  return rooms.filter((room) => room.rights.some((right) => rights.includes(right)));
}

/** What a room is called; whoever sees nobody else's accounts is there for their own. */
export function roomWord(name: RoomName, rights: readonly Right[]) {
  return name === "customers" && !rights.includes("see customers") ? "room.own" : (`room.${name}` as const);
}
