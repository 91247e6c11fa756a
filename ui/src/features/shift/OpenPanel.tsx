import { Button } from "@mantine/core";
import { IconCash } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { CashCount } from "@/shared/CashCount";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { asPieces, type Counts } from "@/shared/pieces";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { useSession } from "@/shared/session";
import { useWords } from "@/shared/words";
import classes from "./ShiftPage.module.css";

/** The float by notes and coins, then the drawer is one's own. */
export function OpenPanel({ denominations }: { denominations: readonly number[] }) {
  const t = useWords("shift");
  const { counter } = useSession();
  const [requestId, setRequestId] = useState(newRequestId);
  const [counts, setCounts] = useState<Counts>(new Map());
  const open = useCommand("open_shift");
  const button = useRef<HTMLButtonElement>(null);
  const submit = () => {
    if (!open.isPending) open.mutate({ request_id: requestId, pieces: asPieces(counts) }, { onError: () => setRequestId(newRequestId()) });
  };
  useHotkeys([{ keys: "F8", words: t("open.submit"), run: submit }]);
  return (
    <Panel icon={IconCash} title={t("open.title", { counter: counter.code })}>
      <div className={classes.fields}>
        <p className={classes.quiet}>{t("open.words")}</p>
        <CashCount autoFocus denominations={denominations} counts={counts} onCounts={setCounts} onDone={() => button.current?.focus()} />
        <Refusal error={open.error} />
        <div className={classes.acts}>
          <Button ref={button} loading={open.isPending} rightSection={<KeyHint keys="F8" onBrand />} onClick={submit}>
            {t("open.submit")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
