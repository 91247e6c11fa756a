import type { AccountView, Method, PreviewPayment, SeenAccount, Share, TenderInput, WhichPaper } from "@/backend/wire";
import type { TypedAmount } from "@/shared/amounts";

/** What a customer hands over; a transfer is nothing that anybody brings. */
export type TenderMethod = Exclude<Method, "transfer">;

/** A tender while it is typed; an amount of `null` stands for "exactly what is paid", one that cannot be read for nothing. */
export type TenderDraft = { method: TenderMethod; amount: TypedAmount; reference: string; bank: string; drawer: string; paper: WhichPaper | null };

/** A payment while it is typed. */
export type Draft = {
  /** `whole` follows what is due. */
  pay: TypedAmount | "whole";
  tenders: TenderDraft[];
  split: boolean;
  useCredit: boolean;
  directed: Share[] | null;
};

export const methods: TenderMethod[] = ["cash", "upi", "card", "cheque", "bank"];

export function emptyTender(method: TenderMethod, amount: TypedAmount = null): TenderDraft {
  return { method, amount, reference: "", bank: "", drawer: "", paper: null };
}

export const emptyDraft: Draft = {
  pay: "whole",
  tenders: [emptyTender("cash")],
  split: false,
  useCredit: true,
  directed: null,
};

export function seen(accounts: AccountView[]): SeenAccount[] {
  return accounts.map(({ id, version }) => ({ account: id, version }));
}

/** Asked first: what a full payment of these accounts would be. */
export function wholeQuestion(accounts: AccountView[], useCredit: boolean): PreviewPayment {
  return { accounts: seen(accounts), pay: 0, tenders: [], use_credit: useCredit };
}

/** What is handed over, as far as it is typed. */
export function tendersOf(draft: Draft, pay: number): TenderInput[] {
  return draft.tenders.flatMap((tender) => {
    const amount = tender.amount ?? (draft.split ? 0 : pay);
    if (amount === "unreadable" || amount <= 0) return [];
    return [{ method: tender.method, amount, ...named(tender) }];
  });
}

function named({ method, reference, bank, drawer, paper }: TenderDraft) {
  if (method === "cash") return {};
  if (method !== "cheque") return { reference: reference.trim() };
  // Nobody's name is the payer's own: a blank would be a name of no letters.
  const drawn = drawer.trim() === "" ? {} : { drawer: drawer.trim() };
  return { reference: reference.trim(), bank: bank.trim(), ...drawn, ...(paper === null ? {} : { paper }) };
}

/** The tender whose amount cannot be read, by its place. Nothing is taken before it can. */
export function unreadableOf(tenders: TenderDraft[]): number | null {
  const at = tenders.findIndex((tender) => tender.amount === "unreadable");
  return at < 0 ? null : at;
}

/** What is still missing while the tenders are typed; zero or less once they cover the payment. */
export function missingOf(tenders: TenderInput[], pay: number): number {
  return pay - tenders.reduce((sum, tender) => sum + tender.amount, 0);
}

/** The question behind the live preview. Tenders that do not cover the payment yet are left out of it. */
export function previewQuestion(accounts: AccountView[], draft: Draft, pay: number): PreviewPayment {
  const tenders = tendersOf(draft, pay);
  const complete = tenders.every((tender) => tender.method === "cash" || tender.reference);
  return {
    accounts: seen(accounts),
    pay,
    tenders: missingOf(tenders, pay) > 0 || !complete ? [] : tenders,
    use_credit: draft.useCredit,
    directed: draft.directed,
  };
}
