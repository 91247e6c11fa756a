import type { TablerIcon } from "@tabler/icons-react";
import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from "react";
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
  const body = useRef<HTMLDivElement>(null);
  const stop = useIsStop(body);
  return (
    <section aria-labelledby={id} className={[classes.panel, className].filter(Boolean).join(" ")}>
      <header className={classes.head}>
        {Icon && <Icon aria-hidden="true" size="1.125rem" stroke={1.75} />}
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {aside && <div className={classes.aside}>{aside}</div>}
      </header>
      <div
        ref={body}
        className={classes.body}
        data-flush={flush || undefined}
        {...(stop && { tabIndex: 0, role: "group", "aria-labelledby": id })}
      >
        {children}
      </div>
    </section>
  );
}

const STOPS = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex]:not([tabindex='-1'])";

/** Whether content is longer than its room and has nothing to focus: then it is a stop itself, or no key could scroll it. */
function useIsStop(content: RefObject<HTMLElement | null>): boolean {
  const [stop, setStop] = useState(false);
  useEffect(() => {
    const body = content.current;
    if (!body) return;
    const look = () => {
      const scrolls = body.scrollHeight > body.clientHeight || body.scrollWidth > body.clientWidth;
      setStop(scrolls && body.querySelector(STOPS) === null);
    };
    const sizes = new ResizeObserver(look);
    const watch = () => {
      sizes.disconnect();
      for (const one of [body, ...body.children]) sizes.observe(one);
      look();
    };
    const changes = new MutationObserver(watch);
    changes.observe(body, { childList: true, subtree: true });
    watch();
    return () => {
      sizes.disconnect();
      changes.disconnect();
    };
  }, [content]);
  return stop;
}
