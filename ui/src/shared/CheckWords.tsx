import { IconAlertTriangle, IconCheck, IconCircleCheck, IconCircleX, IconInfoCircle, type TablerIcon } from "@tabler/icons-react";
import type { RowVerdict } from "@/backend/wire";
import classes from "./CheckWords.module.css";
import { saidOf } from "./reading";
import { StateTag, type Tone } from "./StateTag";
import { useWords } from "./words";

type Props = {
  verdict: RowVerdict;
  /** Let a long sentence run on. */
  wrap?: boolean;
};

/** What is thought of a reading: a colour, an icon, a word, and the sentence with its figures. */
export function CheckWords({ verdict, wrap = false }: Props) {
  const t = useWords("metering");
  const { tone, icon, word } = look(verdict);
  const said = saidOf(verdict);
  const plain =
    said === "" && verdict.days > 0 ? t("check.good", { units: verdict.units, unit: verdict.unit, days: verdict.days }) : said;
  return (
    <span className={classes.check} data-wrap={wrap || undefined} data-fate={verdict.fate} title={wrap ? undefined : plain}>
      <StateTag tone={tone} icon={icon}>
        {t(`check.${word}`)}
      </StateTag>
      <span className={classes.words}>{plain}</span>
    </span>
  );
}

type Look = { tone: Tone; icon: TablerIcon; word: "asked" | "reasoned" | "refused" | "same" | "first" | "fine" };

function look({ fate, checks }: RowVerdict): Look {
  if (fate === "refused") return { tone: "red", icon: IconCircleX, word: "refused" };
  if (fate === "asked") return { tone: "amber", icon: IconAlertTriangle, word: "asked" };
  if (fate === "same") return { tone: "quiet", icon: IconCircleCheck, word: "same" };
  if (checks.some((check) => check.weight === "ask")) return { tone: "amber", icon: IconCheck, word: "reasoned" };
  if (checks.some((check) => check.kind === "first")) return { tone: "quiet", icon: IconInfoCircle, word: "first" };
  return { tone: "green", icon: IconCheck, word: "fine" };
}
