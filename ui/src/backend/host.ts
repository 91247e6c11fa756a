import type { ApiError, BookStatus, DocumentLanguage, DocumentRef, JobView, Topic, Unlock } from "./wire";

/** A log-in at a counter; without one, at the first. */
export type LogIn = { login: string; password: string; counter?: number };

/** Whether there is a book to open, before anybody can log in. */
export type BookState =
  | { state: "open" }
  /** It is being opened: a keychain may be asked, or a book of an older program brought up to date. */
  | { state: "opening" }
  /** There is a book, but its key is not on this machine; or it did not open by that key, which says why. */
  | { state: "closed"; refused: ApiError | null }
  /** There is no book yet: the first run. */
  | ({ state: "none" } & FirstRunOffers);

/** What the first run is offered. */
export type FirstRunOffers = {
  keychain: boolean;
  languages: DocumentLanguage[];
  /** The time zone that this machine is set to. */
  zone: string;
  /** Currencies, and the month in which the financial year begins where it is not January. */
  financial_years: [currency: string, month: number][];
};

/** What the first run asks for. */
export type NewBook = {
  name: string;
  address: string;
  phone: string;
  registration: string;
  language: string;
  currency: string;
  /** An IANA time zone, and the month (1–12) in which the financial year begins: both for good. */
  zone: string;
  year_starts_in: number;
  admin: { login: string; name: string; password: string };
  /** Kept instead of the keychain; `null` keeps the key in the keychain. */
  passphrase: string | null;
};

export type FileKind = "csv" | "audit" | "tariff";

/** What the program around the page can do. The desktop shell is one; tests bring their own. */
export type Host = {
  /** Runs one act or view of the command table; throws what the backend answers as an error. */
  call(name: string, input: unknown, byHand: boolean): Promise<unknown>;
  /** What anyone may know before logging in. */
  bookStatus(): Promise<BookStatus>;
  /** Begins a session; its token stays in the shell, out of the page's reach. */
  logIn(input: LogIn): Promise<void>;
  lock(): Promise<void>;
  unlock(input: Unlock): Promise<void>;
  logOut(): Promise<void>;
  bookState(): Promise<BookState>;
  /** Makes an empty book; hands out the recovery key, to be written down. */
  createBook(book: NewBook): Promise<{ recovery_key: string }>;
  createDemo(): Promise<void>;
  /**
   * Opens a closed book by its passphrase or its recovery key; `keep` keeps the latter's key in this machine's keychain. Whether
   * that took it, `null` where it was not asked.
   */
  openBook(secret: string, keep: boolean): Promise<{ kept: boolean | null }>;
  /** Tries what this machine holds for the book once more. */
  openAgain(): Promise<void>;
  /** Hands a document out to where the person says; the path, or `null` when they went back. */
  saveDocument(document: DocumentRef): Promise<string | null>;
  /**
   * Hands a document out to the system's viewer, from where it is printed. Which copy it is: 0 the original,
   * n DUPLICATE n, `null` for what has no original.
   */
  openDocument(document: DocumentRef): Promise<number | null>;
  /** Saves a text where the person says, a secret for their eyes alone; the path or `null`. */
  saveText(suggestedName: string, text: string, secret?: boolean): Promise<string | null>;
  /** Copies a file that the program wrote to where the person says; the path or `null`. */
  saveCopy(path: string): Promise<string | null>;
  /** Asks for a file by the system's dialog; its path or `null`. */
  pickFile(kind: FileKind): Promise<string | null>;
  /** Asks for a folder by the system's dialog; its path or `null`. */
  pickFolder(): Promise<string | null>;
  /** Opens the window that shows the called numbers to the hall. */
  openHall(): Promise<void>;
  /** Tells of files that were dropped on the window, by their paths, until the returned function is called. */
  onFilesDropped(tell: (paths: string[]) => void): () => void;
  /** Tells of a running job until the returned function is called. */
  onJob(tell: (job: JobView) => void): () => void;
  /** Tells which topics another window or worker made stale; an empty list means all. */
  onBookChanged(tell: (topics: Topic[]) => void): () => void;
};

let current: Host | undefined;

/** Set once at the start, before anything is drawn. */
export function setHost(host: Host) {
  current = host;
}

export function host(): Host {
  if (!current) throw new Error("the host is set before the first screen");
  return current;
}
