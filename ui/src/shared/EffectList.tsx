import { IconArrowRight } from "@tabler/icons-react";
import type { Effect } from "@/backend/wire";
import classes from "./EffectList.module.css";
import { Money } from "./Money";
import { useEffectWords } from "./useActWords";
import { useWords } from "./words";

/** Every effect in a sentence; money that goes back stands large, first when it is done. */
export function EffectList({ effects, done = false }: { effects: Effect[]; done?: boolean }) {
  const t = useWords("undo");
  const words = useEffectWords();
  const told = effects.filter((one) => one.effect !== "hand_back");
  const back = <HandBack effects={effects} />;
  return (
    <>
      {done && back}
      {told.length > 0 && (
        <section aria-label={done ? undefined : t("will")}>
          {!done && <p className={classes.label}>{t("will")}</p>}
          <ul className={classes.effects}>
            {told.map((one, index) => (
              <li key={index}>
                <IconArrowRight aria-hidden="true" size="0.95rem" stroke={2} />
                <span>{words(one)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {!done && back}
    </>
  );
}

function HandBack({ effects }: { effects: Effect[] }) {
  const t = useWords("undo");
  const back = effects.flatMap((one) => (one.effect === "hand_back" ? [one] : []));
  return back.map((one) => (
    <p key={one.method} className={classes.back}>
      <span>
        {t("handBack")} · {t(`shared:method.${one.method}`)}
      </span>
      <Money minor={one.amount} size="large" />
    </p>
  ));
}
