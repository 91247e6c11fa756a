import { IconAlertTriangle, IconCheck, IconCircleCheck, IconCircleX, IconInfoCircle, type TablerIcon } from "@tabler/icons-react";
import type { RowVerdict } from "@/backend/wire";
import { showCount } from "./amounts";
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
  const times = timesUsual(verdict);
  return (
    <span className={classes.check} data-wrap={wrap || undefined} data-fate={verdict.fate} title={wrap ? undefined : plain}>
      <StateTag tone={tone} icon={icon}>
        {t(`check.${word}`)}
      </StateTag>
      <span className={classes.words}>
        {!wrap && times !== "" && <strong className={classes.times}>{t("check.times", { times })}</strong>}
        <span>{plain}</span>
      </span>
    </span>
  );
}

/** How many times the usual was used, where that is what is asked about: in a row of a grid it is read first. */
function timesUsual({ units, usual, checks }: RowVerdict): string {
  const times = Number(units) / Number(usual);
  if (usual === "" || !Number.isFinite(times) || times < 1 || !checks.some(({ kind }) => kind === "high" || kind === "spike")) return "";
  return times < 10 ? times.toFixed(1) : showCount(Math.round(times));
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
