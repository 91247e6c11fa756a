import { Radio } from "@mantine/core";
import { useHotkeys } from "./hotkeys";
import classes from "./ReasonPicker.module.css";
import { useWords } from "./words";

type Props = { rolledOver: boolean | null; onRolledOver: (over: boolean) => void };

/** A person says whether a register ran through zero, or the reading before was too high: neither is taken for granted. */
export function RolledOver({ rolledOver, onRolledOver }: Props) {
  const t = useWords("metering");
  useHotkeys([
    { keys: "Y", run: () => onRolledOver(true) },
    { keys: "N", run: () => onRolledOver(false) },
  ]);
  return (
    <Radio.Group
      label={t("reason.over")}
      value={rolledOver === null ? null : rolledOver ? "yes" : "no"}
      onChange={(value) => onRolledOver(value === "yes")}
    >
      <div className={classes.reasons}>
        <Radio value="yes" label={`Y  ${t("reason.overYes")}`} />
        <Radio value="no" label={`N  ${t("reason.overNo")}`} />
      </div>
    </Radio.Group>
  );
}
