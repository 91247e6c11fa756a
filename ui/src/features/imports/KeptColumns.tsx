import { Button, Group } from "@mantine/core";
import { IconTable } from "@tabler/icons-react";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { KeptColumns as Kept } from "@/backend/wire";
import { showInstant } from "@/shared/days";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./ImportsPage.module.css";
import { useFieldWords } from "./useFieldWords";

/** What somebody has said of the columns of an export: the watched folder goes by it until it is forgotten. */
export function KeptColumns() {
  const t = useWords("imports");
  const kept = useView("import_columns", {});
  const [forgotten, setForgotten] = useState<Kept | null>(null);
  if (!kept.error && (kept.data ?? []).length === 0) return null;
  return (
    <Panel icon={IconTable} title={t("kept.title")}>
      <p className={classes.quiet}>{t("kept.words")}</p>
      <Refusal error={kept.error} />
      <ul className={classes.kept}>
        {kept.data?.map((one) => (
          <li key={one.key.join("\n")}>
            <Columns kept={one} />
            <Button size="compact-xs" variant="default" onClick={() => setForgotten(one)}>
              {t("kept.forget")}
            </Button>
          </li>
        ))}
      </ul>
      {forgotten && <ForgetSheet kept={forgotten} onClose={() => setForgotten(null)} />}
    </Panel>
  );
}

function Columns({ kept }: { kept: Kept }) {
  const t = useWords("imports");
  const say = useFieldWords();
  const { headings, columns, said_at: at, said_by: by } = kept;
  return (
    <div>
      <strong>{columns.map(({ field, column }) => `${headings[column] ?? column + 1} → ${say(field)}`).join(", ")}</strong>
      <span className={classes.quiet}>{at === null ? t("kept.before") : t("kept.said", { by, at: showInstant(at, "short") })}</span>
    </div>
  );
}

/** Forgetting is asked for once more: the next night's file may be put aside for it. */
function ForgetSheet({ kept, onClose }: { kept: Kept; onClose: () => void }) {
  const t = useWords("imports");
  const forget = useCommand("forget_import_columns");
  const [requestId] = useState(newRequestId);
  return (
    <Sheet opened onClose={onClose} title={t("kept.forgetTitle")}>
      <p className={classes.quiet}>{t("kept.forgetWords")}</p>
      <Columns kept={kept} />
      <Refusal error={forget.error} />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {t("shared:cancel")}
        </Button>
        <Button
          color="red"
          data-autofocus
          loading={forget.isPending}
          onClick={() => forget.mutate({ request_id: requestId, key: kept.key, columns: kept.columns }, { onSuccess: onClose })}
        >
          {t("kept.forget")}
        </Button>
      </Group>
    </Sheet>
  );
}
