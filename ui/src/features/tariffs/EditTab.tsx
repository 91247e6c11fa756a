import { Button } from "@mantine/core";
import { useCommand } from "@/backend/useCommand";
import type { TariffView } from "@/backend/wire";
import { showDay } from "@/shared/days";
import { adjustRoute } from "@/shared/route";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { Draft } from "./Draft";

type Props = {
  tariff: TariffView;
  draft: string | null;
  onDraft: (draft: string | null) => void;
  /** As which version of the plan it was when the draft was begun, or when somebody has last looked at what came since. */
  begun: string | null;
  onBegun: (version: string | null) => void;
};

/** The shown version's text, to be edited into a new one. */
export function EditTab({ tariff, draft, onDraft, begun, onBegun }: Props) {
  const t = useWords("tariffs");
  const save = useCommand("save_tariff_version");
  const since = draft !== null && begun !== null && Number(begun) !== tariff.version;
  const newest = tariff.versions[0];
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
        if (draft === null) onBegun(String(tariff.version));
        onDraft(text);
      }}
      onSave={(input) =>
        save.mutate(
          { tariff: tariff.id, version: begun === null ? tariff.version : Number(begun), ...input },
          {
            onSuccess: (report) => {
              if (!report.stored) return;
              onDraft(null);
              onBegun(null);
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
            onBegun(null);
          }}
        >
          {t("edit.discard")}
        </Button>
      )}
      {since && (
        <>
          <span role="status">
            {t("edit.since", { day: newest ? showDay(newest.valid_from) : "", name: newest?.person ?? "" })}
          </span>
          <Button
            variant="default"
            onClick={() => {
              save.reset();
              onBegun(String(tariff.version));
            }}
          >
            {t("edit.looked")}
          </Button>
        </>
      )}
      {stored?.valid_from && draft === null && <StateTag tone="green">{t("edit.savedVersion", { day: showDay(stored.valid_from) })}</StateTag>}
    </Draft>
  );
}
