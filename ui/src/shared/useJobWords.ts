import type { JobView } from "@/backend/wire";
import { useWords } from "./words";

const kinds = [
  "import", "process_queue", "export_month", "export_pack", "estimate_readings", "preview_bill_run", "post_bill_run",
  "cancel_bill_run", "export_bill_batch", "export_notice_batch", "preview_arrears_run", "run_arrears", "simulate_tariff",
] as const;

/** A job in words: what it does, and what of. "Import · customers.csv" */
export function useJobWords() {
  const t = useWords("shared");
  return ({ kind, title }: JobView): string =>
    [t(`job.kind.${kinds.find((one) => one === kind) ?? "other"}`), title].filter(Boolean).join(" · ");
}
