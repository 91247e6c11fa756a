import { Button, Checkbox, Group, PasswordInput, Radio, Stack, TextInput } from "@mantine/core";
import { IconUserPlus, IconUsers } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useRef, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { Role, UserView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { showInstant } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { FindField } from "@/shared/FindField";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./SettingsPage.module.css";

const roles: Role[] = ["clerk", "manager", "admin", "official", "consumer"];
const column = createColumnHelper<UserView>();

/** Who may log in, and as what. */
export function UsersTab() {
  const t = useWords("settings");
  const users = useView("users", {});
  const [open, setOpen] = useState<UserView | "new" | null>(null);
  const columns = useMemo(
    () => [
      column.accessor("login", { header: t("users.login"), meta: { width: "12rem" } }),
      column.accessor("name", { header: t("users.name") }),
      column.accessor("role", {
        header: t("users.role"),
        meta: { width: "11rem" },
        cell: ({ getValue }) => t(`users.roles.${getValue()}`),
      }),
      column.accessor("active", {
        header: t("users.state"),
        meta: { width: "16rem" },
        cell: ({ row: { original: user } }) =>
          user.locked_until !== null ? (
            <StateTag tone="red">{t("users.locked", { time: showInstant(user.locked_until) })}</StateTag>
          ) : (
            <StateTag tone={user.active ? "green" : "quiet"}>
              {user.active ? t("users.active") : t("users.inactive")}
            </StateTag>
          ),
      }),
    ],
    [t],
  );
  return (
    <Panel flush icon={IconUsers} title={t("users.title")} className={classes.fill}>
      <DataTable
        label={t("users.title")}
        columns={columns}
        rows={users.data}
        rowId={(user) => String(user.id)}
        onOpen={setOpen}
        error={users.error}
        empty={<EmptyState icon={IconUsers} title={t("users.none")} />}
        tools={
          <Button size="xs" leftSection={<IconUserPlus aria-hidden="true" size="1rem" stroke={1.75} />} onClick={() => setOpen("new")}>
            {t("users.add")}
          </Button>
        }
      />
      {open !== null && <UserForm user={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function UserForm({ user, onClose }: { user?: UserView; onClose: () => void }) {
  const t = useWords("settings");
  const save = useCommand("save_user");
  const find = useRef<HTMLInputElement>(null);
  const [login, setLogin] = useState(user?.login ?? "");
  const [name, setName] = useState(user?.name ?? "");
  const [role, setRole] = useState<Role>(user?.role ?? "clerk");
  const [active, setActive] = useState(user?.active ?? true);
  const [password, setPassword] = useState("");
  const [customer, setCustomer] = useState<{ id: number; name: string } | null>(
    user?.customer ? { id: user.customer, name: user.name } : null,
  );
  const submit = () =>
    save.mutate(
      {
        user: user?.id,
        version: user?.version,
        login: login.trim(),
        name: name.trim(),
        role,
        active,
        customer: role === "consumer" ? (customer?.id ?? null) : null,
        password: password === "" ? undefined : password,
      },
      { onSuccess: onClose },
    );
  return (
    <Sheet opened onClose={onClose} size="lg" title={user ? t("users.titleEdit", { name: user.name }) : t("users.titleNew")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          <Group grow align="start">
            <TextInput data-autofocus required label={t("users.login")} autoCapitalize="none" value={login} onChange={(event) => setLogin(event.currentTarget.value)} />
            <TextInput required label={t("users.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          </Group>
          <Radio.Group label={t("users.role")} value={role} onChange={(value) => setRole(roles.find((one) => one === value) ?? role)}>
            <Stack gap="xs" mt="xs">
              {roles.map((one) => (
                <Radio key={one} value={one} label={t(`users.roles.${one}`)} description={t(`users.roleWords.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
          {role === "consumer" && (
            <div>
              <p className={classes.label}>
                {t("users.forCustomer")} <strong>{customer?.name}</strong>
              </p>
              <FindField
                inputRef={find}
                label={t("users.findCustomer")}
                onFound={(hit) => hit.customer !== null && setCustomer({ id: hit.customer, name: hit.name })}
              />
            </div>
          )}
          <PasswordInput
            required={!user}
            label={user ? t("users.passwordNew") : t("users.password")}
            description={t("users.passwordHint")}
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Checkbox label={t("users.active")} checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />
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
