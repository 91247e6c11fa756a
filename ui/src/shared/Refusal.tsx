import { Button, CopyButton } from "@mantine/core";
import { IconAlertTriangle, IconHandStop } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { asCallError } from "@/backend/call";
import classes from "./Refusal.module.css";
import { useWords } from "./words";

type Props = {
  error: unknown;
  /** What the person can do about it right here. */
  children?: ReactNode;
};

/** A "no", shown where the act was made: its sentence, what to do next, and a fault's reference. */
export function Refusal({ error, children }: Props) {
  const t = useWords("shared");
  const box = useRef<HTMLDivElement>(null);
  // Below the edge of what scrolls nobody would see it, and pressing would seem to have done nothing.
  useEffect(() => {
    if (error) box.current?.scrollIntoView?.({ block: "nearest" });
  }, [error]);
  if (!error) return null;
  const { message, hint, reference } = asCallError(error);
  const Icon = reference ? IconAlertTriangle : IconHandStop;
  return (
    <div role="alert" ref={box} className={classes.refusal}>
      <Icon aria-hidden="true" size="1.125rem" stroke={1.8} className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.sentence}>{sentence(message)}</p>
        {hint && <p className={classes.hint}>{hint}</p>}
        {reference && (
          <div className={classes.reference}>
            <span>
              {t("reference")} <code>{reference}</code>
            </span>
            <CopyButton value={reference}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="default" onClick={copy}>
                  {copied ? t("copied") : t("copyReference")}
                </Button>
              )}
            </CopyButton>
          </div>
        )}
        {children && <div className={classes.actions}>{children}</div>}
      </div>
    </div>
  );
}

/** The backend's sentences start small, to be set into others; here they stand alone. */
export function sentence(message: string): string {
  const text = message.charAt(0).toLocaleUpperCase() + message.slice(1);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
