import type { AllocationOrder, BillTitle, OfficeView, SaveOffice } from "@/backend/wire";
import type { TypedAmount } from "@/shared/amounts";

/** The office's settings as they stand in the fields: minutes instead of seconds, ceilings with a switch. */
export type Draft = {
  name: string;
  address: string;
  phone: string;
  registration: string;
  footer: string;
  language: string;
  urgentInARow: number | "";
  waitMinutes: number | "";
  bulkAccounts: number | "";
  idleMinutes: number | "";
  paymentLimited: boolean;
  paymentCeiling: TypedAmount;
  voidLimited: boolean;
  voidCeiling: TypedAmount;
  allocation: AllocationOrder;
  /** Empty: beside the book. */
  folder: string;
  billTitle: BillTitle;
  billRegistration: string;
  upiId: string;
  dueDays: number | "";
  feeLimited: boolean;
  feeCeiling: TypedAmount;
  correctionLimited: boolean;
  correctionCeiling: TypedAmount;
  writeOffLimited: boolean;
  writeOffCeiling: TypedAmount;
  shiftsRequired: boolean;
  cashLimited: boolean;
  cashCeiling: TypedAmount;
  ceilingRefuses: boolean;
  tolerance: TypedAmount;
  managerTolerance: TypedAmount;
  floatFixed: boolean;
  float: TypedAmount;
  safeFund: TypedAmount;
  /** Minor units, the largest first; empty for the currency's own, `null` while what stands there is no list. */
  denominations: number[] | null;
};

/** Least and most of each number. Said early for comfort; the backend judges again. */
export const most = {
  urgentInARow: [1, 100],
  waitMinutes: [1, 1440],
  bulkAccounts: [2, 1000],
  idleMinutes: [0.5, 1440],
  dueDays: [1, 120],
} as const;

export function draftOf(office: OfficeView): Draft {
  const { name, address, phone, registration, footer, language } = office;
  return {
    name,
    // Stored as one line whose parts are set off by semicolons, as documents print it.
    address: address.split(/;\s*/).join("\n"),
    phone,
    registration,
    footer,
    language,
    urgentInARow: office.queue.max_urgent_in_a_row,
    waitMinutes: minutes(office.queue.max_wait_secs),
    bulkAccounts: office.queue.bulk_accounts,
    idleMinutes: minutes(office.idle_lock_secs),
    paymentLimited: office.payment_ceiling !== null,
    paymentCeiling: office.payment_ceiling,
    voidLimited: office.void_ceiling !== null,
    voidCeiling: office.void_ceiling,
    allocation: office.allocation,
    folder: office.document_folder,
    billTitle: office.billing.title,
    billRegistration: office.billing.registration,
    upiId: office.billing.upi_id,
    dueDays: office.billing.due_days,
    feeLimited: typeof office.billing.fee_ceiling === "number",
    feeCeiling: office.billing.fee_ceiling ?? null,
    correctionLimited: typeof office.billing.correction_ceiling === "number",
    correctionCeiling: office.billing.correction_ceiling ?? null,
    writeOffLimited: typeof office.billing.write_off_ceiling === "number",
    writeOffCeiling: office.billing.write_off_ceiling ?? null,
    shiftsRequired: office.shifts.required,
    cashLimited: typeof office.shifts.cash_ceiling === "number",
    cashCeiling: office.shifts.cash_ceiling ?? null,
    ceilingRefuses: office.shifts.ceiling_refuses,
    tolerance: office.shifts.tolerance,
    managerTolerance: office.shifts.manager_tolerance,
    floatFixed: typeof office.shifts.float === "number",
    float: office.shifts.float ?? null,
    safeFund: office.shifts.safe_fund ?? 0,
    denominations: office.shifts.denominations,
  };
}

/** Only for a draft that misses nothing. */
export function asSaved(version: number, draft: Draft): SaveOffice {
  const { name, address, phone, registration, footer, language } = draft;
  return {
    version,
    name: name.trim(),
    address: address
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean)
      .join("; "),
    phone: phone.trim(),
    registration: registration.trim(),
    footer: footer.trim(),
    language,
    queue: {
      max_urgent_in_a_row: Number(draft.urgentInARow),
      max_wait_secs: Math.round(Number(draft.waitMinutes) * 60),
      bulk_accounts: Number(draft.bulkAccounts),
    },
    idle_lock_secs: Math.round(Number(draft.idleMinutes) * 60),
    payment_ceiling: ceiling(draft.paymentLimited, draft.paymentCeiling),
    void_ceiling: ceiling(draft.voidLimited, draft.voidCeiling),
    allocation: draft.allocation,
    document_folder: draft.folder,
    billing: {
      title: draft.billTitle,
      registration: draft.billRegistration.trim(),
      upi_id: draft.upiId.trim(),
      due_days: Number(draft.dueDays),
      fee_ceiling: ceiling(draft.feeLimited, draft.feeCeiling),
      correction_ceiling: ceiling(draft.correctionLimited, draft.correctionCeiling),
      write_off_ceiling: ceiling(draft.writeOffLimited, draft.writeOffCeiling),
    },
    shifts: {
      required: draft.shiftsRequired,
      cash_ceiling: ceiling(draft.cashLimited, draft.cashCeiling),
      ceiling_refuses: draft.ceilingRefuses,
      tolerance: Number(draft.tolerance ?? 0),
      manager_tolerance: Number(draft.managerTolerance ?? 0),
      denominations: draft.denominations ?? [],
      float: draft.floatFixed && typeof draft.float === "number" ? draft.float : null,
      safe_fund: typeof draft.safeFund === "number" ? draft.safeFund : 0,
    },
  };
}

/** The fields that keep it from being saved. */
export function misses(draft: Draft): (keyof Draft)[] {
  const missing: (keyof Draft)[] = [];
  for (const field of ["name", "address"] as const) if (draft[field].trim() === "") missing.push(field);
  for (const field of ["urgentInARow", "waitMinutes", "bulkAccounts", "idleMinutes", "dueDays"] as const) {
    const [least, top] = most[field];
    const value = draft[field];
    if (value === "" || value < least || value > top) missing.push(field);
  }
  if (draft.paymentLimited && !isAmount(draft.paymentCeiling)) missing.push("paymentCeiling");
  if (draft.voidLimited && !isAmount(draft.voidCeiling)) missing.push("voidCeiling");
  if (draft.feeLimited && !isAmount(draft.feeCeiling)) missing.push("feeCeiling");
  if (draft.correctionLimited && !isAmount(draft.correctionCeiling)) missing.push("correctionCeiling");
  if (draft.writeOffLimited && !isAmount(draft.writeOffCeiling)) missing.push("writeOffCeiling");
  if (draft.cashLimited && !isAmount(draft.cashCeiling)) missing.push("cashCeiling");
  if (typeof draft.tolerance !== "number") missing.push("tolerance");
  if (typeof draft.managerTolerance !== "number") missing.push("managerTolerance");
  if (draft.floatFixed && typeof draft.float !== "number") missing.push("float");
  if (draft.safeFund === "unreadable") missing.push("safeFund");
  if (draft.denominations === null) missing.push("denominations");
  return missing;
}

function ceiling(limited: boolean, amount: TypedAmount): number | null {
  return limited && typeof amount === "number" ? amount : null;
}

function isAmount(amount: TypedAmount): boolean {
  return typeof amount === "number" && amount > 0;
}

/** A fraction where whole minutes were not meant: what is stored is shown as it is. */
function minutes(secs: number): number {
  return secs / 60;
}
