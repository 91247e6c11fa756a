import type { TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

type Props = {
  icon: TablerIcon;
  title: string;
  /** What to do so that it is no longer empty. */
  words?: string;
  children?: ReactNode;
};

export function EmptyState({ icon: Icon, title, words, children }: Props) {
  return (
    <div className={classes.empty}>
      <span className={classes.icon}>
        <Icon aria-hidden="true" size="1.75rem" stroke={1.5} />
      </span>
      <p className={classes.title}>{title}</p>
      {words && <p className={classes.words}>{words}</p>}
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
