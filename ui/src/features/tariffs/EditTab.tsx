import { Button } from "@mantine/core";
import { useCommand } from "@/backend/useCommand";
import type { TariffView } from "@/backend/wire";
import { showDay } from "@/shared/days";
import { adjustRoute } from "@/shared/route";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { Draft } from "./Draft";

type Props = { tariff: TariffView; draft: string | null; onDraft: (draft: string | null) => void };

/** The shown version's text, to be edited into a new one. */
export function EditTab({ tariff, draft, onDraft }: Props) {
  const t = useWords("tariffs");
  const save = useCommand("save_tariff_version");
  const stored = save.data?.stored ? save.data.files[0] : undefined;
  return (
    <Draft
      text={draft ?? tariff.text}
      changed={draft !== null && draft !== tariff.text}
      busy={save.isPending}
      error={save.error}
      found={save.data?.stored === false ? save.data.files[0] : undefined}
      onText={(text) => {
        save.reset();
        onDraft(text);
      }}
      onSave={(input) =>
        save.mutate(
          { tariff: tariff.id, version: tariff.version, ...input },
          {
            onSuccess: (report) => {
              if (!report.stored) return;
              onDraft(null);
              adjustRoute({ version: report.files[0]?.version ?? undefined });
            },
          },
        )
      }
    >
      {draft !== null && (
        <Button
          variant="default"
          onClick={() => {
            save.reset();
            onDraft(null);
          }}
        >
          {t("edit.discard")}
        </Button>
      )}
      {stored?.valid_from && draft === null && <StateTag tone="green">{t("edit.savedVersion", { day: showDay(stored.valid_from) })}</StateTag>}
    </Draft>
  );
}
