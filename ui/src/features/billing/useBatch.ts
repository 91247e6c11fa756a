import { useMutation } from "@tanstack/react-query";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import type { Format } from "@/backend/wire";
import { useKeptJob } from "@/shared/useKeptJob";

/** Writes the PDFs of a run, or one table of its bills, where the person says. */
export function useBatch(of: number) {
  const start = useCommand("export_bill_batch");
  const job = useKeptJob(`export_bill_batch:${of}`, start.data?.id);
  const choose = useMutation({
    mutationFn: async (as: { run: number; format: Format }) => ({ ...as, folder: await asked(host().pickFolder()) }),
    onSuccess: ({ run, format, folder }) => folder !== null && start.mutate({ run, folder, format }),
  });
  return { choose, start, job };
}
