import { invoke } from "@tauri-apps/api/core";
import { type Event, listen } from "@tauri-apps/api/event";
import type { Host } from "./host";
import type { JobView, Topic } from "./wire";

/** Subscribes to an event of the shell; the returned function ends it, even before it began. */
function hear<Payload>(name: string, tell: (payload: Payload) => void): () => void {
  const ending = listen<Payload>(name, (event: Event<Payload>) => tell(event.payload));
  return () => void ending.then((end) => end());
}

/** The desktop shell. The only file that knows it. */
export const tauriHost: Host = {
  call: (name, input, byHand) => invoke("call", { name, input, byHand }),
  bookStatus: () => invoke("book_status"),
  logIn: (input) => invoke("log_in", { input }),
  lock: () => invoke("lock"),
  unlock: (input) => invoke("unlock", { input }),
  logOut: () => invoke("log_out"),
  bookState: () => invoke("book_state"),
  createBook: (book) => invoke("create_book", { book }),
  createDemo: () => invoke("create_demo"),
  openBook: (secret, keep) => invoke("open_book", { secret, keep }),
  openAgain: () => invoke("open_again"),
  saveDocument: (document) => invoke("save_document", { document }),
  openDocument: (document) => invoke("open_document", { document }),
  saveText: (suggestedName, text, secret = false) => invoke("save_text", { suggestedName, text, secret }),
  saveCopy: (path) => invoke("save_copy", { path }),
  pickFile: (kind) => invoke("pick_file", { kind }),
  pickFolder: () => invoke("pick_folder"),
  openHall: () => invoke("open_hall"),
  onFilesDropped: (tell) => hear<{ paths: string[] }>("tauri://drag-drop", ({ paths }) => tell(paths)),
  onJob: (tell) => hear<JobView>("job:progress", tell),
  onBookChanged: (tell) => hear<Topic[] | null>("book:changed", (topics) => tell(topics ?? [])),
};
