import type { JobProgress } from "./wire";

/** A document of the book that can be written to a file or shown. */
export type DocumentAsk = {
  kind: "receipt" | "slip" | "bill";
  number: string;
  format: "pdf" | "csv" | "json";
};

export type FileKind = "csv" | "audit";

/** What the program around the page can do. The desktop shell is one; tests bring their own. */
export type Host = {
  /** Runs one act or view of the command table; throws what the backend answers as an error. */
  call(name: string, input: unknown): Promise<unknown>;
  /** Asks where by the system's dialog and writes there; the path, or `null` when the person went back. */
  saveDocument(ask: DocumentAsk): Promise<string | null>;
  /** Writes the bytes of a text file where the person says; the path or `null`. */
  saveText(suggestedName: string, text: string): Promise<string | null>;
  /** Shows a document with the system's viewer. */
  openDocument(ask: DocumentAsk): Promise<void>;
  /** Asks for a file by the system's dialog; its path or `null`. */
  pickFile(kind: FileKind): Promise<string | null>;
  /** Asks for a folder by the system's dialog; its path or `null`. */
  pickFolder(): Promise<string | null>;
  /** Opens the window that shows the called numbers to the hall. */
  openHall(): Promise<void>;
  /** Tells of a running job until the returned function is called. */
  onJob(tell: (job: JobProgress) => void): () => void;
  /** Tells which views another window or worker made stale. */
  onBookChanged(tell: (views: string[]) => void): () => void;
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
