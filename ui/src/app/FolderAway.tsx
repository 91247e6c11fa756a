import { Button } from "@mantine/core";
import { IconFolderOff } from "@tabler/icons-react";
import type { FolderAway as FolderAwayView } from "@/backend/wire";
import { InstantText } from "@/shared/DayText";
import { href } from "@/shared/route";
import { useMay } from "@/shared/session";
import { useWords } from "@/shared/words";
import classes from "./Unwritten.module.css";

/** The folder that meter-export files are dropped in is not there: nobody would miss the readings for days. */
export function FolderAway({ away }: { away: FolderAwayView }) {
  const t = useWords("app");
  const mends = useMay("change the office's settings");
  return (
    <section className={classes.alarm} aria-label={t("folderAway.title")}>
      <IconFolderOff aria-hidden="true" size="1.25rem" stroke={1.75} className={classes.icon} />
      <div className={classes.words}>
        <p role="alert">
          <strong>{t("folderAway.title")}</strong> {away.folder}
        </p>
        <p className={classes.quiet}>
          {t("folderAway.since")} <InstantText at={away.since} /> · {t("folderAway.mend")}
        </p>
      </div>
      {mends && (
        <div className={classes.acts}>
          <Button component="a" href={href("settings", "metering")} variant="default">
            {t("folderAway.settings")}
          </Button>
        </div>
      )}
    </section>
  );
}
