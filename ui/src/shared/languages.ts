import { useSession } from "./session";

type Choice = { value: string; label: string };

/** A language's own name, in its own script; the code where the system knows none. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/**
 * The languages that documents are printed in, for a choice. One that is chosen already but is none of them stays
 * among them, or saving something else would change it.
 */
export function useLanguages(chosen: string): Choice[] {
  const known = useSession().languages.map(({ code, name }) => ({ value: code, label: name }));
  const stands = chosen === "" || known.some(({ value }) => value === chosen);
  return stands ? known : [...known, { value: chosen, label: languageName(chosen) }];
}
