import { IconReceipt } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Cover.module.css";

type Props = {
  title: string;
  subtitle?: ReactNode;
  wide?: boolean;
  children: ReactNode;
};

/** The page in front of the rooms: log-in, lock, first run. */
export function Cover({ title, subtitle, wide = false, children }: Props) {
  return (
    <main className={classes.cover}>
      <div className={classes.card} data-wide={wide || undefined}>
        <header className={classes.head}>
          <span className={classes.logo}>
            <IconReceipt aria-hidden="true" size="1.5rem" stroke={1.75} />
          </span>
          <div>
            <h1 className={classes.title}>{title}</h1>
            {subtitle && <p className={classes.subtitle}>{subtitle}</p>}
          </div>
        </header>
        {children}
      </div>
    </main>
  );
}
