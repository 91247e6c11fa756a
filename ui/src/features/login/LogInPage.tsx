import { Button, NativeSelect, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { asked } from "@/backend/call";
import { host, type LogIn } from "@/backend/host";
import type { DemoUser } from "@/backend/wire";
import { Cover } from "@/shared/Cover";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import classes from "./login.module.css";

type Props = { onLoggedIn: () => void };

const COUNTER_KEY = "counterfoil.counter";

/** A machine stands at one counter: the one that it was started for, else the last choice made here is offered again. */
function rememberedCounter(): string {
  return localStorage.getItem(COUNTER_KEY) ?? "";
}

export function LogInPage({ onLoggedIn }: Props) {
  const t = useWords("login");
  const status = useQuery({ queryKey: ["book_status"], queryFn: () => asked(host().bookStatus()) });
  const logIn = useMutation({ mutationFn: (input: LogIn) => asked(host().logIn(input)), onSuccess: onLoggedIn });
  const counters = (status.data?.counters ?? []).filter((one) => one.active);
  const demoUsers = status.data?.demo_users ?? [];
  const [counter, setCounter] = useState<string | null>(null);
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const submit = useRef<HTMLButtonElement>(null);

  const choose = (user: DemoUser) => {
    setLogin(user.login);
    setPassword(user.password);
    submit.current?.focus();
  };
  const called = (id: string | null) => counters.find((one) => String(one.id) === id);
  const seat = called(counter) ?? called(String(status.data?.wished ?? "")) ?? called(rememberedCounter()) ?? counters[0];
  const send = () => {
    if (seat) localStorage.setItem(COUNTER_KEY, String(seat.id));
    logIn.mutate({ login: login.trim(), password, counter: seat?.id });
  };

  return (
    <Cover title={t("title")} subtitle={status.data?.office}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          send();
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
        {counters.length > 1 && (
          <NativeSelect
            label={t("counter")}
            size="md"
            data={counters.map((one) => ({ value: String(one.id), label: `${one.code} · ${one.name}` }))}
            value={String(seat?.id ?? "")}
            onChange={(event) => setCounter(event.currentTarget.value)}
          />
        )}
        <Refusal error={logIn.error ?? status.error} />
        <Button ref={submit} type="submit" size="md" loading={logIn.isPending}>
          {t("submit")}
        </Button>
      </form>
      <p className={classes.demoWords}>{t("forgot")}</p>
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

type PasswordProps = { label: string; value: string; onChange: (value: string) => void; autoFocus?: boolean; fresh?: boolean; error?: string };

/** A password field that says when Caps Lock is on, the usual reason for "wrong password". */
export function Password({ label, value, onChange, autoFocus, fresh = false, error }: PasswordProps) {
  const t = useWords("login");
  const [caps, setCaps] = useState(false);
  const watch = (event: KeyboardEvent) => setCaps(event.getModifierState("CapsLock"));
  return (
    <PasswordInput
      label={label}
      size="md"
      autoComplete={fresh ? "new-password" : "current-password"}
      autoFocus={autoFocus}
      error={error}
      description={caps ? t("capsLock") : undefined}
      value={value}
      onKeyDown={watch}
      onKeyUp={watch}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
