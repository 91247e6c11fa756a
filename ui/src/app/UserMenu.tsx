import { Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconLock, IconLogout, IconMoon, IconSettings, IconSun } from "@tabler/icons-react";
import { changeAppearance, useAppearance } from "@/shared/appearance";
import { KeyHint } from "@/shared/KeyHint";
import { goTo } from "@/shared/route";
import { useSession } from "@/shared/session";
import { useWords } from "@/shared/words";
import classes from "./UserMenu.module.css";

const schemes = [
  { value: "light", icon: IconSun },
  { value: "dark", icon: IconMoon },
  { value: "auto", icon: IconDeviceDesktop },
] as const;

type Props = { onLock: () => void; onLogOut: () => void };

export function UserMenu({ onLock, onLogOut }: Props) {
  const t = useWords("app");
  const { name, role } = useSession();
  const { scheme } = useAppearance();
  const label = t("user.menu", { name, role: t(`role.${role}`) });

  return (
    <Menu position="bottom-end" width={260} returnFocus withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton aria-label={label} title={label} className={classes.button}>
          <span className={classes.initials} data-initials={initials(name)} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <span className={classes.name}>{name}</span>
          <br />
          {t(`role.${role}`)}
        </Menu.Label>
        <Menu.Divider />
        {schemes.map(({ value, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon aria-hidden="true" size="1rem" />}
            rightSection={scheme === value && <IconCheck aria-hidden="true" size="1rem" />}
            onClick={() => changeAppearance({ scheme: value })}
          >
            {t(`user.${value}`)}
            {scheme === value && <span className="cf-visually-hidden"> {t("user.chosen")}</span>}
          </Menu.Item>
        ))}
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
