import { useMutation } from "@tanstack/react-query";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { useKeptJob } from "@/shared/useKeptJob";

/** Writes the PDFs of a run where the person says. */
export function useBatch(of: number) {
  const start = useCommand("export_bill_batch");
  const job = useKeptJob(`export_bill_batch:${of}`, start.data?.id);
  const choose = useMutation({
    mutationFn: async (run: number) => ({ run, folder: await asked(host().pickFolder()) }),
    onSuccess: ({ run, folder }) => folder !== null && start.mutate({ run, folder }),
  });
  return { choose, start, job };
}
