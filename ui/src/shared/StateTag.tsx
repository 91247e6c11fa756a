import type { TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./StateTag.module.css";

/** red: urgent, overdue, cut · amber: due soon · green: paid, done · violet: reversed, void. */
export type Tone = "red" | "amber" | "green" | "violet" | "brand" | "quiet";

type Props = { tone?: Tone; icon?: TablerIcon; children: ReactNode };

/** A state in a word; its colour never says more than the word does. */
export function StateTag({ tone = "quiet", icon: Icon, children }: Props) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {Icon && <Icon aria-hidden="true" size="0.875rem" stroke={2} />}
      {children}
    </span>
  );
}
