/** The types of the wire, in one place for all screens. */
export type ApiError = { code: string; message: string; hint: string; reference: string | null };
export type Service = "electricity" | "water" | "gas";
export type Role = "clerk" | "manager" | "admin" | "official" | "consumer";
export type Right =
  | "see the office" | "serve the queue" | "see the queue" | "take payments" | "undo their own acts"
  | "undo other people's acts" | "reprint receipts" | "see customers" | "see their own accounts"
  | "change customers" | "cut or reconnect accounts" | "import files" | "process bank and drop-box requests"
  | "move the business day" | "see the audit log" | "export audit files" | "verify audit files"
  | "manage users" | "change the office's settings" | "see background jobs";
export type FrameView = {
  office_name: string;
  business_on: string;
  counter: string | null;
  waiting: number;
  user: { name: string; login: string; role: Role };
  rights: Right[];
};
export type JobProgress = { job: number; done: number; total: number; rate: number; secs_left: number | null; state: string };
export type Commands = Record<string, [never, never]>;
export function staleAfter(_name: string): string[] {
  return [];
}
