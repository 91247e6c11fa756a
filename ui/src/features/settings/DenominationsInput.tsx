import { TextInput } from "@mantine/core";
import { useState } from "react";
import { plainMoney, useCurrency } from "@/shared/amounts";
import { useWords } from "@/shared/words";
import { readDenominations } from "./denominations";

type Props = {
  /** Minor units, the largest first; `null` while what stands there is no list. */
  values: readonly number[] | null;
  readOnly: boolean;
  onValues: (values: number[] | null) => void;
};

/** The notes and coins that drawers are counted by, as a list of amounts. Once left, the largest stands first. */
export function DenominationsInput({ values, readOnly, onValues }: Props) {
  const t = useWords("settings");
  const currency = useCurrency();
  const [typed, setTyped] = useState<string | null>(null);
  const stored = (values ?? []).map((value) => plainMoney(value, currency)).join("  ");
  return (
    <TextInput
      readOnly={readOnly}
      autoComplete="off"
      label={t("drawers.denominations")}
      description={t("drawers.denominationsHint")}
      error={values === null && t("drawers.denominationsWrong")}
      value={typed ?? stored}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onValues(readDenominations(event.currentTarget.value, currency));
      }}
      onBlur={() => {
        if (values !== null) setTyped(null);
      }}
    />
  );
}
