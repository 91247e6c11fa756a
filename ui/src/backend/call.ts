import { host } from "./host";
import type { ApiError, Commands } from "./wire";

/** What went wrong, as the backend says it: a refusal in words, or a fault with its reference. */
export class CallError extends Error {
  readonly code: string;
  readonly hint: string;
  /** Set for faults only; the same id stands in the log. */
  readonly reference: string | null;

  constructor(error: ApiError) {
    super(error.message);
    this.name = "CallError";
    this.code = error.code;
    this.hint = error.hint ?? "";
    this.reference = error.reference ?? null;
  }
}

function isApiError(error: unknown): error is ApiError {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** Whatever crosses the wire as an error becomes one kind here, so that screens know only one. */
export function asCallError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  if (isApiError(error)) return new CallError(error);
  return new CallError({ code: "fault", message: String(error), hint: "", reference: null });
}

/** Runs one act or view of the command table. */
export async function call<Name extends keyof Commands>(
  name: Name,
  input: Commands[Name][0],
): Promise<Commands[Name][1]> {
  try {
    return (await host().call(name, input)) as Commands[Name][1];
  } catch (error) {
    throw asCallError(error);
  }
}
