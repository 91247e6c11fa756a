import type { FirstRunOffers } from "@/backend/host";
import type { CurrencyStyle } from "@/shared/amounts";

export const steps = ["office", "admin", "key"] as const;
export type Step = (typeof steps)[number];

export type Answers = {
  language: string;
  officeName: string;
  address: string;
  phone: string;
  registration: string;
  currency: string;
  zone: string;
  /** The month, 1 to 12. */
  yearStartsIn: number;
  adminName: string;
  adminLogin: string;
  adminPassword: string;
  adminAgain: string;
  keep: "keychain" | "passphrase";
  passphrase: string;
  passphraseAgain: string;
};

export type Field = keyof Answers;

export const unanswered: Answers = {
  language: "en",
  officeName: "",
  address: "",
  phone: "",
  registration: "",
  currency: "INR",
  zone: "",
  yearStartsIn: 4,
  adminName: "",
  adminLogin: "",
  adminPassword: "",
  adminAgain: "",
  keep: "keychain",
  passphrase: "",
  passphraseAgain: "",
};

/** The currencies offered at first run, as ISO 4217 has their decimals. */
export const currencies: CurrencyStyle[] = [
  { code: "INR", symbol: "₹", decimals: 2, grouping: "indian" },
  { code: "BDT", symbol: "৳", decimals: 2, grouping: "indian" },
  { code: "NPR", symbol: "रु", decimals: 2, grouping: "indian" },
  { code: "PKR", symbol: "₨", decimals: 2, grouping: "indian" },
  { code: "LKR", symbol: "Rs", decimals: 2, grouping: "thousands" },
  { code: "EUR", symbol: "€", decimals: 2, grouping: "thousands" },
  { code: "USD", symbol: "$", decimals: 2, grouping: "thousands" },
  { code: "GBP", symbol: "£", decimals: 2, grouping: "thousands" },
  { code: "BRL", symbol: "R$", decimals: 2, grouping: "thousands" },
  { code: "KES", symbol: "KSh", decimals: 2, grouping: "thousands" },
  { code: "NGN", symbol: "₦", decimals: 2, grouping: "thousands" },
  { code: "JPY", symbol: "¥", decimals: 0, grouping: "thousands" },
  { code: "KWD", symbol: "KD", decimals: 3, grouping: "thousands" },
];

/** The month in which the financial year begins where a currency is spent. */
export function yearStartOf(currency: string, years: FirstRunOffers["financial_years"]): number {
  return years.find(([code]) => code === currency)?.[1] ?? 1;
}

/** The zones that this machine knows, the one it is set to among them. */
export function zonesWith(here: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes(here) ? known : [here, ...known];
}

type Lack = "needed" | "adminDiffer" | "passphraseShort";

/** What a step still lacks, said early for comfort; the backend judges again. */
export function missing(step: Step, answers: Answers): Partial<Record<Field, Lack>> {
  const lacks: Partial<Record<Field, Lack>> = {};
  const needs = (...fields: Field[]) => {
    for (const field of fields) if (String(answers[field]).trim() === "") lacks[field] = "needed";
  };
  if (step === "office") needs("officeName", "address");
  if (step === "admin") {
    needs("adminName", "adminLogin", "adminPassword");
    if (answers.adminAgain !== answers.adminPassword) lacks.adminAgain = "adminDiffer";
  }
  if (step === "key" && answers.keep === "passphrase") {
    if ([...answers.passphrase].length < 12) lacks.passphrase = "passphraseShort";
    if (answers.passphraseAgain !== answers.passphrase) lacks.passphraseAgain = "adminDiffer";
  }
  return lacks;
}
