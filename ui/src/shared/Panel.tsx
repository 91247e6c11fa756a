import type { TablerIcon } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import classes from "./Panel.module.css";

type Props = {
  icon?: TablerIcon;
  title: ReactNode;
  /** Stands at the right of the title: a count, a quiet button. */
  aside?: ReactNode;
  /** Without room around the content, for lists that reach the edge. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
};

/** A part of a screen with its title: quiet ground, one strong button at most. */
export function Panel({ icon: Icon, title, aside, flush = false, className, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={[classes.panel, className].filter(Boolean).join(" ")}>
      <header className={classes.head}>
        {Icon && <Icon aria-hidden="true" size="1.125rem" stroke={1.75} />}
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {aside && <div className={classes.aside}>{aside}</div>}
      </header>
      <div className={classes.body} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
