import { Skeleton } from "@mantine/core";
import { useWords } from "@/shared/words";
import classes from "./SettingsPage.module.css";

/** Stands where panels will be, so that nothing jumps when they come. */
export function Loading() {
  const t = useWords("shared");
  return (
    <div className={classes.cards} aria-busy="true" aria-label={t("loading")} role="status">
      <Skeleton height="22rem" radius="lg" />
      <Skeleton height="16rem" radius="lg" />
    </div>
  );
}
