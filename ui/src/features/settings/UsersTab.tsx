import { Button, Group } from "@mantine/core";
import { IconLock, IconUserPlus, IconUsers, IconUserShield } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useView } from "@/backend/useView";
import type { UserView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { showInstant } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { useMay, useSession } from "@/shared/session";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./SettingsPage.module.css";
import { roles, UserForm } from "./UserForm";

const column = createColumnHelper<UserView>();

/** Who may log in, and as what; whoever only reads changes none. */
export function UsersTab() {
  const t = useWords("settings");
  const { user: me } = useSession();
  const users = useView("users", {});
  const [open, setOpen] = useState<UserView | "new" | null>(null);
  const manages = useMay("manage users");
  useHotkeys(manages ? [{ keys: "F7", words: t("users.add"), run: () => setOpen("new") }] : []);
  const columns = useMemo(
    () => [
      column.accessor("name", { header: t("users.name") }),
      column.accessor("login", { header: t("users.login"), meta: { width: "7.5rem" } }),
      column.accessor((user) => t(`users.roles.${user.role}`), {
        id: "role",
        header: t("users.role"),
        meta: { width: "8rem" },
      }),
      column.accessor((user) => (user.active ? t("users.active") : t("users.retired")), {
        id: "state",
        header: t("users.state"),
        meta: { width: "13.5rem" },
        cell: ({ getValue, row: { original: user } }) => (
          <Group gap="xs">
            {user.locked_until !== null ? (
              <StateTag tone="red" icon={IconLock}>
                {t("users.locked", { time: showInstant(user.locked_until) })}
              </StateTag>
            ) : (
              <StateTag tone={user.active ? "green" : "quiet"}>{getValue()}</StateTag>
            )}
            {user.must_change && user.active && <StateTag tone="amber">{t("users.mustChange")}</StateTag>}
            {user.id === me && <StateTag tone="brand">{t("users.you")}</StateTag>}
          </Group>
        ),
      }),
    ],
    [t, me],
  );
  return (
    <div className={classes.split}>
      <Panel flush icon={IconUsers} title={t("users.title")} className={classes.fill}>
        <DataTable
          label={t("users.title")}
          columns={columns}
          rows={users.data}
          rowId={(user) => String(user.id)}
          onOpen={manages ? setOpen : undefined}
          error={users.error}
          empty={<EmptyState icon={IconUsers} title={t("users.none")} words={t("users.noneWords")} />}
          tools={
            manages && (
              <Button
                size="xs"
                leftSection={<IconUserPlus aria-hidden="true" size="1rem" stroke={1.75} />}
                rightSection={<KeyHint keys="F7" onBrand />}
                onClick={() => setOpen("new")}
              >
                {t("users.add")}
              </Button>
            )
          }
        />
      </Panel>
      <Panel icon={IconUserShield} title={t("users.rolesTitle")}>
        <dl className={classes.roles}>
          {roles.map((role) => (
            <div key={role}>
              <dt>{t(`users.roles.${role}`)}</dt>
              <dd>{t(`users.roleWords.${role}`)}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      {open !== null && <UserForm user={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
    </div>
  );
}
