import type { TenderVariance } from "@/backend/wire";
import { Money } from "./Money";
import { useWords } from "./words";
import classes from "./Sums.module.css";

/** The ways of paying beside cash that were counted otherwise than was taken; nothing where all are even. */
export function TendersOff({ tenders }: { tenders: readonly TenderVariance[] }) {
  const t = useWords("shared");
  if (tenders.length === 0) return null;
  return (
    <ul className={classes.off}>
      {tenders.map((one, at) => (
        <li key={at}>
          {t(`method.${one.method}`)} <Money minor={one.variance} />
        </li>
      ))}
    </ul>
  );
}
