import { Menu, SegmentedControl, UnstyledButton } from "@mantine/core";
import { IconLock, IconLogout, IconSettings } from "@tabler/icons-react";
import { changeAppearance, useAppearance } from "@/shared/appearance";
import { KeyHint } from "@/shared/KeyHint";
import { goTo } from "@/shared/route";
import { useSession } from "@/shared/session";
import { useWords } from "@/shared/words";
import classes from "./UserMenu.module.css";

type Props = { onLock: () => void; onLogOut: () => void };

export function UserMenu({ onLock, onLogOut }: Props) {
  const t = useWords("app");
  const { name, role } = useSession();
  const { scheme } = useAppearance();
  const label = t("user.menu", { name, role: t(`role.${role}`) });

  return (
    <Menu position="bottom-end" width={260} trapFocus returnFocus>
      <Menu.Target>
        <UnstyledButton aria-label={label} title={label} className={classes.button}>
          <span className={classes.initials} data-initials={initials(name)} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <p className={classes.name}>{name}</p>
          <p className={classes.role}>{t(`role.${role}`)}</p>
        </div>
        <div className={classes.scheme}>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t("user.scheme")}
            value={scheme}
            onChange={(value) => changeAppearance({ scheme: value === "light" || value === "dark" ? value : "auto" })}
            data={[
              { value: "light", label: t("user.light") },
              { value: "dark", label: t("user.dark") },
              { value: "auto", label: t("user.auto") },
            ]}
          />
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconSettings aria-hidden="true" size="1rem" />} onClick={() => goTo("settings", "me")}>
          {t("user.appearance")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLock aria-hidden="true" size="1rem" />}
          rightSection={<KeyHint keys="Ctrl+L" />}
          onClick={onLock}
        >
          {t("user.lock")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout aria-hidden="true" size="1rem" />} onClick={onLogOut}>
          {t("user.logOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const first = Array.from(words[0] ?? "")[0] ?? "";
  const last = words.length > 1 ? (Array.from(words.at(-1) ?? "")[0] ?? "") : (Array.from(words[0] ?? "")[1] ?? "");
  return (first + last).toLocaleUpperCase();
}
