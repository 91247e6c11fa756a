import { Button, CopyButton } from "@mantine/core";
import { IconFileZip } from "@tabler/icons-react";
import type { PackMade } from "@/backend/wire";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";

/** The pack that was made: where it is, what it is signed with, and how its sample was drawn. */
export function PackMadeView({ pack }: { pack: PackMade }) {
  const t = useWords("audit");
  return (
    <div className={classes.exported}>
      <p role="status" className={classes.folder}>
        <IconFileZip aria-hidden="true" size="1.125rem" stroke={1.75} />
        <span>{t("made.written", { path: pack.path, count: pack.files.length })}</span>
        <CopyButton value={pack.path}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? t("shared:copied") : t("files.copyPath")}
            </Button>
          )}
        </CopyButton>
      </p>
      <p className={classes.quiet}>
        {t("made.sample", { count: pack.drawn, seed: pack.seed })}{" "}
        {pack.given_by ? t("made.seedGiven", { name: pack.given_by }) : t("made.seedOfSeal")}
      </p>
      <p className={classes.quiet}>{pack.closed ? t("made.closed") : t("made.open")}</p>
      <p className={classes.key}>
        {t("files.hash")} {pack.sha256}
        <CopyButton value={pack.sha256}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? t("shared:copied") : t("log.copyHash")}
            </Button>
          )}
        </CopyButton>
      </p>
    </div>
  );
}

/** A job keeps its result as it came; only one that looks like a pack is shown. */
export function packOf(result: unknown): PackMade | null {
  const whole = typeof result === "object" && result !== null && "path" in result && "seed" in result && "files" in result;
  return whole && Array.isArray(result.files) ? (result as PackMade) : null;
}
