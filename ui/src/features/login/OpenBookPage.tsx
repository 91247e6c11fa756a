import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { Cover } from "@/shared/Cover";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import { Password } from "./LogInPage";
import classes from "./login.module.css";

type Props = { onOpened: () => void };

/** Asks for what opens a book whose key is not on this machine. */
export function OpenBookPage({ onOpened }: Props) {
  const t = useWords("login");
  const open = useMutation({ mutationFn: (secret: string) => asked(host().openBook(secret)), onSuccess: onOpened });
  const [passphrase, setPassphrase] = useState("");
  return (
    <Cover title={t("passphraseTitle")} subtitle={t("passphraseWords")}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          open.mutate(passphrase);
        }}
      >
        <Password label={t("passphrase")} value={passphrase} onChange={setPassphrase} autoFocus />
        <Refusal error={open.error} />
        <Button type="submit" size="md" loading={open.isPending}>
          {t("open")}
        </Button>
      </form>
    </Cover>
  );
}
