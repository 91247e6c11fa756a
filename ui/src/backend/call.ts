import { host } from "./host";
import type { ApiError, Commands } from "./wire";

/** What went wrong, as the backend says it: a refusal in words, or a fault with its reference. */
export class CallError extends Error {
  readonly code: string;
  readonly hint: string;
  /** Empty unless it is a fault; the same id stands in the log. */
  readonly reference: string;

  constructor(error: ApiError) {
    super(error.message);
    this.name = "CallError";
    this.code = error.code;
    this.hint = error.hint ?? "";
    this.reference = error.reference ?? "";
  }
}

function isApiError(error: unknown): error is ApiError {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** Whatever crosses the wire as an error becomes one kind here, so that screens know only one. */
export function asCallError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  if (isApiError(error)) return new CallError(error);
  const message = error instanceof Error ? error.message : String(error);
  return new CallError({ code: "fault", message, hint: "", reference: "" });
}

/** Runs what the host offers and turns its errors into ours. */
export async function asked<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw asCallError(error);
  }
}

/**
 * Runs one act or view of the command table. `byHand` tells a person's act from a refresh that a
 * screen makes by itself; only the former keeps the window from locking.
 */
export function call<Name extends keyof Commands>(
  name: Name,
  input: Commands[Name][0],
  byHand = true,
): Promise<Commands[Name][1]> {
  return asked(host().call(name, input, byHand)) as Promise<Commands[Name][1]>;
}
