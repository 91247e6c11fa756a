import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import type { DemoUser } from "@/backend/wire";
import { Cover } from "@/shared/Cover";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import classes from "./login.module.css";

type Props = {
  officeName: string;
  /** Filled for a demo book only. */
  demoUsers: DemoUser[];
  busy: boolean;
  error: unknown;
  onLogIn: (login: string, password: string) => void;
};

export function LogInPage({ officeName, demoUsers, busy, error, onLogIn }: Props) {
  const t = useWords("login");
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const submit = useRef<HTMLButtonElement>(null);

  const choose = (user: DemoUser) => {
    setLogin(user.login);
    setPassword(user.password);
    submit.current?.focus();
  };

  return (
    <Cover title={t("title")} subtitle={officeName}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onLogIn(login, password);
        }}
      >
        <TextInput
          label={t("login")}
          size="md"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          autoFocus
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
        <Password label={t("password")} value={password} onChange={setPassword} />
        <Refusal error={error} />
        <Button ref={submit} type="submit" size="md" loading={busy}>
          {t("submit")}
        </Button>
      </form>
      {demoUsers.length > 0 && (
        <section className={classes.demo} aria-label={t("demoTitle")}>
          <p className={classes.demoTitle}>{t("demoTitle")}</p>
          <p className={classes.demoWords}>{t("demoWords")}</p>
          <div className={classes.people}>
            {demoUsers.map((user) => (
              <Button key={user.login} variant="default" size="compact-sm" onClick={() => choose(user)}>
                {user.login}
              </Button>
            ))}
          </div>
        </section>
      )}
    </Cover>
  );
}

type PasswordProps = { label: string; value: string; onChange: (value: string) => void; autoFocus?: boolean };

/** A password field that says when Caps Lock is on, the usual reason for "wrong password". */
export function Password({ label, value, onChange, autoFocus }: PasswordProps) {
  const t = useWords("login");
  const [caps, setCaps] = useState(false);
  const watch = (event: KeyboardEvent) => setCaps(event.getModifierState("CapsLock"));
  return (
    <PasswordInput
      label={label}
      size="md"
      autoComplete="current-password"
      autoFocus={autoFocus}
      description={caps ? t("capsLock") : undefined}
      value={value}
      onKeyDown={watch}
      onKeyUp={watch}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
