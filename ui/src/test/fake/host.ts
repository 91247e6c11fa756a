import type { Host, NewBook } from "@/backend/host";
import type { ApiError, Commands, JobView } from "@/backend/wire";
import { type Book, documentLanguages, newBook } from "./book";
import { handlers, refuse } from "./commands";

export type FakeHost = Host & {
  book: Book;
  opened: unknown[];
  saved: unknown[];
  calls: { name: string; input: unknown }[];
  /** What the first run was answered. */
  made?: NewBook;
  /** The names of the calls that somebody's hand made. */
  hands: string[];
  /** Another window or a worker changed the book. */
  changes: () => void;
  /** This machine has no keychain, or it refuses; and whether it has taken the book's key. */
  noKeychain: boolean;
  keptKey: boolean;
  /** The counter that the machine was started for. */
  startedFor: number | null;
  /** The counter that the last log-in was at. */
  loggedInAt: number | undefined;
  /** Why the book does not open by the key that is here. */
  closedBy: ApiError | null;
  /** What the shell's own acts fail with; they work while it is empty. */
  fails: string;
  /** The book that was being opened is open. */
  opensUp: () => void;
  /** Calls that answer no sooner than this. */
  slow: Record<string, Promise<void>>;
  /** Somebody drops files on the window. */
  drop: (paths: string[]) => void;
};

type Options = {
  /** Starts as if this person had logged in. */
  as?: string;
  state?: "open" | "opening" | "closed" | "none";
};

/** The shell and the backend in one, in memory. */
export function fakeHost(options: Options = fromAddress()): FakeHost {
  const book = newBook();
  const jobs = new Set<(job: JobView) => void>();
  const listeners = new Set<(topics: []) => void>();
  const drops = new Set<(paths: string[]) => void>();
  const acts = handlers(book, (job) => jobs.forEach((tell) => tell(job)));
  let state = options.state ?? "open";
  const logIn = (login: string) => {
    book.who = book.users.find((user) => user.login === login) ?? null;
  };
  if (options.as) logIn(options.as);

  const fake: FakeHost = {
    book,
    opened: [],
    saved: [],
    calls: [],
    hands: [],
    slow: {},
    changes: () => listeners.forEach((tell) => tell([])),
    fails: "",
    closedBy: null,
    noKeychain: false,
    keptKey: false,
    startedFor: null,
    loggedInAt: undefined,
    call: async (name, input, byHand) => {
      await Promise.resolve();
      fake.calls.push({ name, input });
      await fake.slow[name];
      if (byHand) fake.hands.push(name);
      if (!book.who) refuse("not_logged_in", "nobody is logged in", "Log in.");
      if (book.locked) refuse("session_locked", "the window is locked", "Unlock it with your password.");
      if (!(name in acts)) refuse("no_such_command", `there is no command named ${name}`);
      const run = acts[name as keyof Commands] as (input: unknown) => unknown;
      return structuredClone(run(input));
    },
    bookState: async () => (state === "none" ? { state, keychain: true, languages: documentLanguages, zone: "Asia/Kolkata", financial_years: [["INR", 4], ["KES", 7]] } : state === "closed" ? { state, refused: fake.closedBy } : { state }),
    bookStatus: async () => ({
      office: book.office.name, language: "en", demo: true, program: "0.1.0",
      demo_users: book.users.map(({ login, role }) => ({ login, password: `${login}-demo`, role })),
      wished: fake.startedFor,
      counters: [
        { id: 1, code: "C1", name: "Counter 1", active: true, version: 1 },
        { id: 2, code: "C2", name: "Counter 2", active: true, version: 1 },
      ],
    }),
    logIn: async ({ login, password, counter }) => {
      if (password !== `${login}-demo`) refuse("invalid_credentials", "the log-in name or the password is wrong", "Check Caps Lock and try again.");
      logIn(login);
      fake.loggedInAt = counter;
    },
    lock: async () => {
      book.locked = true;
    },
    unlock: async ({ password }) => {
      if (!password.endsWith("-demo")) refuse("invalid_credentials", "the log-in name or the password is wrong");
      book.locked = false;
    },
    logOut: async () => {
      book.who = null;
      book.locked = false;
    },
    createBook: async (made) => {
      fake.made = made;
      state = "open";
      return { recovery_key: "7QK2-M9XD-4TLP-0WRS-8HVC-5NBE" };
    },
    createDemo: async () => {
      state = "open";
    },
    openBook: async (_, keep) => {
      state = "open";
      fake.keptKey = keep && !fake.noKeychain;
      return { kept: keep ? !fake.noKeychain : null };
    },
    openAgain: async () => {
      if (!fake.closedBy) state = "open";
    },
    saveDocument: async (document) => {
      fake.saved.push(document);
      return "/home/clerk/receipt.pdf";
    },
    openDocument: async (document) => {
      fake.opened.push(document);
      if (document.kind !== "receipt" && document.kind !== "slip" && document.kind !== "correction") return null;
      const before = fake.opened.slice(0, -1).map((one) => JSON.stringify(one));
      return before.filter((one) => one === JSON.stringify(document)).length;
    },
    saveText: async (name, text, secret = false) => {
      if (fake.fails) refuse("file", fake.fails);
      fake.saved.push({ name, text, secret });
      return `/home/clerk/${name}`;
    },
    saveCopy: async (path) => {
      fake.saved.push(path);
      return "/home/clerk/errors.csv";
    },
    pickFile: async (kind) =>
      ({ csv: "/home/clerk/customers.csv", audit: "/home/clerk/audit-2026-11/transactions.csv", tariff: "/home/clerk/lt2a-domestic.toml" })[kind],
    pickFolder: async () => "/home/clerk",
    openHall: async () => {
      if (fake.fails) refuse("fault", fake.fails);
    },
    onFilesDropped: (tell) => {
      drops.add(tell);
      return () => drops.delete(tell);
    },
    drop: (paths) => drops.forEach((tell) => tell(paths)),
    onJob: (tell) => {
      jobs.add(tell);
      return () => jobs.delete(tell);
    },
    onBookChanged: (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    opensUp: () => {
      state = "open";
      listeners.forEach((tell) => tell([]));
    },
  };
  return fake;
}

/** For a quick look at a screen: `?as=manager`, `?book=none`. */
function fromAddress(): Options {
  const asked = new URLSearchParams(window.location.search);
  const book = asked.get("book");
  return { as: asked.get("as") ?? undefined, state: book === "none" || book === "closed" ? book : "open" };
}
