import { Button } from "@mantine/core";
import { useState } from "react";
import { Cover } from "@/shared/Cover";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import { Password } from "./LogInPage";
import classes from "./login.module.css";

type Props = {
  userName: string;
  busy: boolean;
  error: unknown;
  onUnlock: (password: string) => void;
  onLogOut: () => void;
};

/** Stands before the rooms after idling; behind it everything is as it was left. */
export function LockPage({ userName, busy, error, onUnlock, onLogOut }: Props) {
  const t = useWords("login");
  const [password, setPassword] = useState("");
  return (
    <Cover title={t("lockedTitle")} subtitle={t("lockedWords", { name: userName })}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onUnlock(password);
        }}
      >
        <Password label={t("password")} value={password} onChange={setPassword} autoFocus />
        <Refusal error={error} />
        <Button type="submit" size="md" loading={busy}>
          {t("unlock")}
        </Button>
        <Button variant="subtle" color="gray" onClick={onLogOut}>
          {t("other")}
        </Button>
      </form>
    </Cover>
  );
}
