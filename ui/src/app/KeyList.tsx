import { useState } from "react";
import { KeyHint } from "@/shared/KeyHint";
import { type Hotkey, listedKeys } from "@/shared/hotkeys";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./KeyList.module.css";

type Props = { opened: boolean; onClose: () => void };

/** The keys of the screen, as they answer at this moment. */
export function KeyList({ opened, onClose }: Props) {
  const t = useWords("app");
  return (
    <Sheet opened={opened} onClose={onClose} title={t("keysTitle")}>
      <Keys />
    </Sheet>
  );
}

function Keys() {
  const t = useWords("app");
  const [keys] = useState<Hotkey[]>(listedKeys);
  if (keys.length === 0) return <p>{t("keysNone")}</p>;
  return (
    <dl className={classes.keys}>
      {keys.map((key) => (
        <div key={key.keys} className={classes.row}>
          <dt>
            <KeyHint keys={key.keys} />
            <span className="cf-visually-hidden">{key.keys}</span>
          </dt>
          <dd>{key.words}</dd>
        </div>
      ))}
    </dl>
  );
}
