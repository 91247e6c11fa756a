import { Button, PasswordInput, SegmentedControl, Slider, Switch } from "@mantine/core";
import { IconKey, IconPalette } from "@tabler/icons-react";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { changeAppearance, useAppearance } from "@/shared/appearance";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import classes from "./SettingsPage.module.css";

/** How I like to read, and my password. */
export function MeTab() {
  return (
    <div className={classes.form}>
      <Look />
      <OwnPassword />
    </div>
  );
}

const sizes = [90, 100, 110, 125, 150];

function Look() {
  const t = useWords("settings");
  const { scheme, contrast, textPercent } = useAppearance();
  return (
    <Panel icon={IconPalette} title={t("me.appearance")}>
      <p className={classes.words}>{t("me.words")}</p>
      <div className={classes.fields}>
        <div>
          <p className={classes.label}>{t("me.scheme")}</p>
          <SegmentedControl
            aria-label={t("me.scheme")}
            value={scheme}
            onChange={(value) => changeAppearance({ scheme: value === "light" || value === "dark" ? value : "auto" })}
            data={[
              { value: "light", label: t("me.light") },
              { value: "dark", label: t("me.dark") },
              { value: "auto", label: t("me.auto") },
            ]}
          />
        </div>
        <Switch
          label={t("me.contrast")}
          description={t("me.contrastWords")}
          checked={contrast === "high"}
          onChange={(event) => changeAppearance({ contrast: event.currentTarget.checked ? "high" : "normal" })}
        />
        <div>
          <p className={classes.label}>{t("me.text")}</p>
          <Slider
            thumbLabel={t("me.text")}
            min={90}
            max={150}
            step={5}
            mb="lg"
            label={(value) => `${value} %`}
            marks={sizes.map((value) => ({ value, label: `${value} %` }))}
            value={textPercent}
            onChange={(value) => changeAppearance({ textPercent: value })}
          />
        </div>
      </div>
    </Panel>
  );
}

function OwnPassword() {
  const t = useWords("settings");
  const change = useCommand("change_password");
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const differ = again !== "" && again !== fresh;
  const submit = () =>
    change.mutate(
      { old, new: fresh },
      {
        onSuccess: () => {
          setOld("");
          setFresh("");
          setAgain("");
        },
      },
    );
  return (
    <Panel icon={IconKey} title={t("me.password")}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <PasswordInput label={t("me.old")} autoComplete="current-password" value={old} onChange={(event) => setOld(event.currentTarget.value)} />
        <PasswordInput label={t("me.new")} description={t("me.newHint")} autoComplete="new-password" value={fresh} onChange={(event) => setFresh(event.currentTarget.value)} />
        <PasswordInput label={t("me.again")} autoComplete="new-password" error={differ ? t("me.differ") : undefined} value={again} onChange={(event) => setAgain(event.currentTarget.value)} />
        <Refusal error={change.error} />
        {change.isSuccess && <p role="status">{t("me.changed")}</p>}
        <Button type="submit" disabled={old === "" || fresh === "" || fresh !== again} loading={change.isPending}>
          {t("me.change")}
        </Button>
      </form>
    </Panel>
  );
}
