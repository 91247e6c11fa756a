import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useHotkeys } from "@/shared/hotkeys";
import { useKeptText } from "@/shared/kept";
import { Panel } from "@/shared/Panel";
import { goTo } from "@/shared/route";
import { useCurrency } from "@/shared/amounts";
import { useSession } from "@/shared/session";
import { useWords } from "@/shared/words";
import { Draft } from "./Draft";
import classes from "./TariffList.module.css";
import { firstText } from "./template";

/** A tariff written in the app: a small one to begin with, checked while it is changed. */
export function NewTariff() {
  const t = useWords("tariffs");
  const { business_on: today } = useSession();
  const currency = useCurrency();
  const [first] = useState(() => firstText(currency.code, today));
  const [draft, setDraft] = useKeptText("tariff:new");
  const text = draft ?? first;
  const save = useCommand("import_tariff");
  useHotkeys([{ keys: "Escape", words: t("key.back"), run: () => goTo("tariffs") }]);
  return (
    <div className={classes.page}>
      <Panel
        className={classes.list}
        title={t("edit.newTitle")}
        aside={
          <Button size="xs" variant="subtle" color="gray" leftSection={<IconArrowLeft aria-hidden="true" size="1rem" />} onClick={() => goTo("tariffs")}>
            {t("back")}
          </Button>
        }
      >
        <Draft
          text={text}
          changed
          busy={save.isPending}
          error={save.error}
          found={save.data?.stored === false ? save.data.files[0] : undefined}
          onText={(next) => {
            save.reset();
            setDraft(next);
          }}
          onSave={(input) =>
            save.mutate(input, {
              onSuccess: (report) => {
                if (!report.stored) return;
                setDraft(null);
                goTo("tariffs", report.files[0]?.tariff ?? "");
              },
            })
          }
        >
          {draft !== null && (
            <Button
              variant="default"
              onClick={() => {
                save.reset();
                setDraft(null);
              }}
            >
              {t("edit.drop")}
            </Button>
          )}
        </Draft>
      </Panel>
    </div>
  );
}
