export type Register = "reprints" | "overrides";
