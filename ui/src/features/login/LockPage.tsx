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

type Props = {
  /** Empty when the window was opened on a session that was locked already. */
  userName: string;
  onUnlocked: () => void;
  onLogOut: () => void;
};

/** Stands before the rooms after idling; behind it everything is as it was left. */
export function LockPage({ userName, onUnlocked, onLogOut }: Props) {
  const t = useWords("login");
  const [password, setPassword] = useState("");
  const unlock = useMutation({
    mutationFn: () => asked(host().unlock({ password })),
    onSuccess: onUnlocked,
  });
  return (
    <Cover title={t("lockedTitle")} subtitle={userName ? t("lockedWords", { name: userName }) : undefined}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          unlock.mutate();
        }}
      >
        <Password label={t("password")} value={password} onChange={setPassword} autoFocus />
        <Refusal error={unlock.error} />
        <Button type="submit" size="md" loading={unlock.isPending}>
          {t("unlock")}
        </Button>
        <Button variant="subtle" color="gray" onClick={onLogOut}>
          {t("other")}
        </Button>
      </form>
    </Cover>
  );
}
