import { Radio } from "@mantine/core";
import { useHotkeys } from "./hotkeys";
import classes from "./ReasonPicker.module.css";
import { useWords } from "./words";

type Props = {
  rolledOver: boolean | null;
  onRolledOver: (over: boolean) => void;
  /** Which register is asked about, where a meter has several. */
  register?: number | null;
  /** Y and N answer this one: of several that are asked about at once, the first. */
  byKey?: boolean;
};

/** A person says whether a register ran through zero, or the reading before was too high: neither is taken for granted. */
export function RolledOver({ rolledOver, onRolledOver, register = null, byKey = true }: Props) {
  const t = useWords("metering");
  const keys = [
    { keys: "Y", run: () => onRolledOver(true) },
    { keys: "N", run: () => onRolledOver(false) },
  ];
  useHotkeys(byKey ? keys : []);
  return (
    <Radio.Group
      label={register === null ? t("reason.over") : t("reason.overOf", { n: register })}
      value={rolledOver === null ? null : rolledOver ? "yes" : "no"}
      onChange={(value) => onRolledOver(value === "yes")}
    >
      <div className={classes.reasons}>
        <Radio value="yes" label={byKey ? `Y  ${t("reason.overYes")}` : t("reason.overYes")} />
        <Radio value="no" label={byKey ? `N  ${t("reason.overNo")}` : t("reason.overNo")} />
      </div>
    </Radio.Group>
  );
}
