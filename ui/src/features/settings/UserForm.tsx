import { Button, Checkbox, Group, PasswordInput, Radio, Stack, TextInput } from "@mantine/core";
import { IconLock, IconUser } from "@tabler/icons-react";
import { type FormEvent, useRef, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { Role, UserView } from "@/backend/wire";
import { showInstant } from "@/shared/days";
import { FindField } from "@/shared/FindField";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./SettingsPage.module.css";

export const roles: Role[] = ["clerk", "manager", "admin", "official", "consumer"];

type Props = { user?: UserView; onClose: () => void };

/** Makes a person who may log in, or changes one as they were shown. */
export function UserForm({ user, onClose }: Props) {
  const t = useWords("settings");
  const save = useCommand("save_user");
  const passwordField = useRef<HTMLInputElement>(null);
  const [login, setLogin] = useState(user?.login ?? "");
  const [name, setName] = useState(user?.name ?? "");
  const [role, setRole] = useState<Role>(user?.role ?? "clerk");
  const [active, setActive] = useState(user?.active ?? true);
  const [password, setPassword] = useState("");
  const [customer, setCustomer] = useState<number | null>(user?.customer ?? null);
  const [tried, setTried] = useState(false);
  const isConsumer = role === "consumer";
  const lacksCustomer = isConsumer && customer === null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (lacksCustomer) return;
    save.mutate(
      {
        user: user?.id,
        version: user?.version,
        login: login.trim(),
        name: name.trim(),
        role,
        active,
        customer: isConsumer ? customer : null,
        password: password === "" ? undefined : password,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Sheet opened onClose={onClose} size="lg" title={user ? t("users.titleEdit", { name: user.name }) : t("users.titleNew")}>
      <form onSubmit={submit}>
        <Stack>
          {user && user.locked_until !== null && (
            <div className={classes.locked}>
              <IconLock aria-hidden="true" size="1.25rem" stroke={1.75} />
              <div>
                <strong>{t("users.lockedTitle", { time: showInstant(user.locked_until) })}</strong>
                {t("users.lockedWords")}
              </div>
              <Button size="compact-sm" variant="default" onClick={() => passwordField.current?.focus()}>
                {t("users.unlock")}
              </Button>
            </div>
          )}
          <Group grow align="start">
            <TextInput data-autofocus required label={t("users.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <TextInput required label={t("users.login")} autoCapitalize="none" spellCheck={false} value={login} onChange={(event) => setLogin(event.currentTarget.value)} />
          </Group>
          <Radio.Group label={t("users.role")} value={role} onChange={(value) => setRole(roles.find((one) => one === value) ?? role)}>
            <Stack gap="xs" mt="xs">
              {roles.map((one) => (
                <Radio key={one} value={one} label={t(`users.roles.${one}`)} description={t(`users.roleWords.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
          {isConsumer && <OwnCustomer customer={customer} missing={tried && lacksCustomer} onChange={setCustomer} />}
          <PasswordInput
            ref={passwordField}
            required={!user}
            label={user ? t("users.passwordNew") : t("users.password")}
            description={user ? t("users.passwordNewHint") : t("users.passwordHint")}
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {user && (
            <Checkbox
              label={t("users.active")}
              description={t("users.activeWords")}
              checked={active}
              onChange={(event) => setActive(event.currentTarget.checked)}
            />
          )}
          <Refusal error={save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t("shared:save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}

type CustomerProps = { customer: number | null; missing: boolean; onChange: (customer: number | null) => void };

/** Whose accounts a consumer sees. */
function OwnCustomer({ customer, missing, onChange }: CustomerProps) {
  const t = useWords("settings");
  const find = useRef<HTMLInputElement>(null);
  const card = useView("customer_card", { customer: customer ?? 0 }, { enabled: customer !== null });
  return (
    <div>
      <p className={classes.label}>{t("users.forCustomer")}</p>
      {customer === null ? (
        <FindField
          inputRef={find}
          label={t("users.findCustomer")}
          onFound={(hit) => (hit.customer === null ? t("shared:find.nobody", { text: hit.detail }) : onChange(hit.customer))}
        />
      ) : (
        <div className={classes.chosen}>
          <IconUser aria-hidden="true" size="1.125rem" stroke={1.75} />
          <strong>{card.data?.name ?? t("shared:loading")}</strong>
          <span className={classes.quiet}>{card.data?.number}</span>
          <Button size="compact-sm" variant="default" onClick={() => onChange(null)}>
            {t("users.otherCustomer")}
          </Button>
        </div>
      )}
      <Refusal error={card.error ?? (missing ? new Error(t("users.customerNeeded")) : null)} />
    </div>
  );
}
