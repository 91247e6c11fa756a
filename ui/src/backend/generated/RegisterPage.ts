import type { RegisterRow } from "./RegisterRow";
export type RegisterPage = { rows: Array<RegisterRow>, cut: boolean };
