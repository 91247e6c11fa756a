import { Button, Checkbox } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import type { ApiError } from "@/backend/wire";
import { Cover } from "@/shared/Cover";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import { Password } from "./LogInPage";
import classes from "./login.module.css";

type Props = {
  /** Why the book did not open by the key that is here. */
  refused: ApiError | null;
  onOpened: () => void;
};

/** Stands before a book that is closed: why it did not open, or what opens it. */
export function OpenBookPage({ refused, onOpened }: Props) {
  return refused ? <RefusedPage refused={refused} onOpened={onOpened} /> : <SecretPage onOpened={onOpened} />;
}

/** A newer book, or one that another program holds: no passphrase would help. */
function RefusedPage({ refused, onOpened }: { refused: ApiError; onOpened: () => void }) {
  const t = useWords("login");
  const again = useMutation({ mutationFn: () => asked(host().openAgain()), onSuccess: onOpened });
  return (
    <Cover title={t("refusedTitle")} subtitle={t("refusedWords")}>
      <div className={classes.form}>
        <Refusal error={again.error ?? refused} />
        <Button size="md" loading={again.isPending} onClick={() => again.mutate()}>
          {t("tryAgain")}
        </Button>
      </div>
    </Cover>
  );
}

/** Asks for what opens a book whose key is not on this machine. */
function SecretPage({ onOpened }: { onOpened: () => void }) {
  const t = useWords("login");
  const [keep, setKeep] = useState(true);
  const open = useMutation({
    mutationFn: (secret: string) => asked(host().openBook(secret, keep)),
    onSuccess: ({ kept }) => {
      // The book is open, and this page gone: it is told in the corner.
      if (kept === false) {
        notifications.show({ message: t("notKept"), autoClose: false, withBorder: true, closeButtonProps: { "aria-label": t("close") } });
      }
      onOpened();
    },
  });
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
        <Checkbox label={t("keepKey")} description={t("keepKeyWords")} checked={keep} onChange={(event) => setKeep(event.currentTarget.checked)} />
        <Refusal error={open.error} />
        <Button type="submit" size="md" loading={open.isPending}>
          {t("open")}
        </Button>
      </form>
    </Cover>
  );
}
