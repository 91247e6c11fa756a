import type { ReactNode } from "react";
import classes from "./Foot.module.css";
import { Refusal } from "./Refusal";

type Props = {
  /** What the act was refused for. */
  error?: unknown;
  /** What is said before the buttons. */
  note?: ReactNode;
  children: ReactNode;
};

/** The end of a sheet. However much is asked above, the answers stay in sight, and so does why one of them was refused. */
export function Foot({ error, note, children }: Props) {
  return (
    <footer className={classes.foot}>
      {note && (
        <p className={classes.note} role="status">
          {note}
        </p>
      )}
      <Refusal error={error} />
      <div className={classes.acts}>{children}</div>
    </footer>
  );
}
