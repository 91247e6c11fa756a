import { Loader } from "@mantine/core";
import { Cover } from "@/shared/Cover";
import { useWords } from "@/shared/words";
import classes from "./login.module.css";

/** The book is being opened: a keychain may ask to be unlocked, or an older book is brought up to date. */
export function OpeningPage() {
  const t = useWords("login");
  return (
    <Cover title={t("opening")} subtitle={t("openingWords")}>
      <div className={classes.opening} role="status" aria-busy="true" aria-label={t("opening")}>
        <Loader aria-hidden="true" />
      </div>
    </Cover>
  );
}
