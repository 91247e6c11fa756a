import type { TariffFault } from "@/backend/wire";
import { useWords } from "@/shared/words";
import classes from "./FaultList.module.css";

type Props = {
  faults: TariffFault[];
  /** Goes to the line in the editor; without it the faults are only read. */
  onGo?: (line: number) => void;
};

/** Every fault of a file: where it stands, in which field, and what was expected there. */
export function FaultList({ faults, onGo }: Props) {
  const t = useWords("tariffs");
  return (
    <ol className={classes.faults}>
      {faults.map((fault, at) => {
        const where = fault.line > 0 ? t("edit.line", { line: fault.line }) : t("edit.wholeFile");
        return (
          <li key={at}>
            {onGo && fault.line > 0 ? (
              <button type="button" className={classes.where} onClick={() => onGo(fault.line)}>
                {where}
              </button>
            ) : (
              <span className={classes.where}>{where}</span>
            )}
            <span className={classes.words}>
              {fault.field && <code>{fault.field}</code>} {t("edit.expected", { expected: fault.expected })}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
