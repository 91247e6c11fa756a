import { NumberInput, TextInput } from "@mantine/core";
import { FigureInput } from "@/shared/FigureInput";
import { isFigure } from "@/shared/reading";
import { useWords } from "@/shared/words";
import classes from "./MeteringPage.module.css";

/** Whole digits as they are typed: a field that was emptied has none, which is not the 0 of a register whose digits are unknown. */
export type Digits = number | null;

/** What a register counts by, as it is typed. */
export type RegisterBy = { digits: Digits; multiplier: string; unit: string };

/** A register whose fields are all filled, as it is sent. */
export function hasDigits<Typed extends RegisterBy>(one: Typed): one is Typed & { digits: number } {
  return one.digits !== null;
}

/** Whether what is typed may be sent: an emptied field may not. */
export function isSaid(one: RegisterBy): boolean {
  return hasDigits(one) && one.multiplier !== "" && isFigure(one.multiplier);
}

type Props = {
  value: RegisterBy;
  onChange: (what: Partial<RegisterBy>) => void;
  unitHint: string;
  unitRequired?: boolean;
  /** Where the sheet begins. */
  first?: boolean;
};

/** The multiplier, the whole digits and the unit of a register. */
export function RegisterFields({ value, onChange, unitHint, unitRequired = false, first = false }: Props) {
  const t = useWords("metering");
  return (
    <div className={classes.pair}>
      <FigureInput
        required
        data-autofocus={first || undefined}
        label={t("hang.multiplier")}
        description={t("hang.multiplierHint")}
        value={value.multiplier}
        onFigure={(multiplier) => onChange({ multiplier })}
      />
      <NumberInput
        required
        label={t("hang.digits")}
        description={t("hang.digitsHint")}
        min={0}
        max={12}
        allowDecimal={false}
        value={value.digits ?? ""}
        onChange={(digits) => onChange({ digits: typeof digits === "number" ? digits : null })}
      />
      <TextInput
        required={unitRequired}
        label={t("hang.unit")}
        description={unitHint}
        maxLength={12}
        value={value.unit}
        onChange={(event) => onChange({ unit: event.currentTarget.value })}
      />
    </div>
  );
}
