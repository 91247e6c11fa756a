import { Button } from "@mantine/core";
import { useState } from "react";
import { Cover } from "@/shared/Cover";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import { Password } from "./LogInPage";
import classes from "./login.module.css";

type Props = { busy: boolean; error: unknown; onOpen: (passphrase: string) => void };

/** Asks for what opens a book whose key is not on this machine. */
export function OpenBookPage({ busy, error, onOpen }: Props) {
  const t = useWords("login");
  const [passphrase, setPassphrase] = useState("");
  return (
    <Cover title={t("passphraseTitle")} subtitle={t("passphraseWords")}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onOpen(passphrase);
        }}
      >
        <Password label={t("passphrase")} value={passphrase} onChange={setPassphrase} autoFocus />
        <Refusal error={error} />
        <Button type="submit" size="md" loading={busy}>
          {t("open")}
        </Button>
      </form>
    </Cover>
  );
}
