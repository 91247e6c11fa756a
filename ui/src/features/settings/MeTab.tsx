import { Button, PasswordInput, SegmentedControl, Slider, Switch } from "@mantine/core";
import { IconCheck, IconGridDots, IconKey, IconLifebuoy, IconPalette, IconUserCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { changeAppearance, useAppearance } from "@/shared/appearance";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useMay, useSession } from "@/shared/session";
import { useWords } from "@/shared/words";
import classes from "./SettingsPage.module.css";

/** What is one's own: the look of the window, the password, the rights. */
export function MeTab() {
  const approves = useMay("approve");
  const keepsBook = useMay("change the office's settings");
  return (
    <div className={classes.scroll}>
      <div className={classes.cards}>
        <Look />
        <div className={classes.stack}>
          <Password />
          {approves && <Pin />}
          {keepsBook && <Recovery />}
          <Rights />
        </div>
      </div>
    </div>
  );
}

const sampleMinor = 184_250;

function Look() {
  const t = useWords("settings");
  const look = useAppearance();
  const percent = (value: number) => t("look.percent", { percent: value });
  return (
    <Panel icon={IconPalette} title={t("look.title")}>
      <div className={classes.fields}>
        <p className={classes.quiet}>{t("look.words")}</p>
        <div>
          <p className={classes.label} id="look-scheme">
            {t("look.scheme")}
          </p>
          <SegmentedControl
            fullWidth
            aria-labelledby="look-scheme"
            value={look.scheme}
            onChange={(value) => changeAppearance({ scheme: value === "light" || value === "dark" ? value : "auto" })}
            data={[
              { value: "light", label: t("look.light") },
              { value: "dark", label: t("look.dark") },
              { value: "auto", label: t("look.auto") },
            ]}
          />
        </div>
        <Switch
          label={t("look.contrast")}
          description={t("look.contrastWords")}
          checked={look.contrast === "high"}
          onChange={(event) => changeAppearance({ contrast: event.currentTarget.checked ? "high" : "normal" })}
        />
        <div>
          <p className={classes.label}>{t("look.text")}</p>
          <div className={classes.slider}>
            <Slider
              thumbLabel={t("look.text")}
              min={90}
              max={150}
              step={5}
              label={percent}
              marks={[90, 100, 125, 150].map((value) => ({ value, label: percent(value) }))}
              value={look.textPercent}
              onChange={(value) => changeAppearance({ textPercent: value })}
            />
          </div>
          <p className={classes.sample}>
            <span>{t("look.sample")}</span>
            <Money minor={sampleMinor} size="large" />
          </p>
        </div>
        {look.textPercent !== 100 && (
          <div>
            <Button size="compact-sm" variant="default" onClick={() => changeAppearance({ textPercent: 100 })}>
              {t("look.usual")}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}

const blank = { old: "", new: "", again: "" };

function Password() {
  const t = useWords("settings");
  const change = useCommand("change_password");
  const [form, setForm] = useState(blank);
  const [tried, setTried] = useState(false);
  const set = (part: Partial<typeof blank>) => {
    setForm((now) => ({ ...now, ...part }));
    if (!change.isPending) change.reset();
  };
  const differ = form.new !== form.again;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (differ) return;
    change.mutate(
      { old: form.old, new: form.new },
      {
        onSuccess: () => {
          setForm(blank);
          setTried(false);
        },
      },
    );
  };
  return (
    <Panel icon={IconKey} title={t("password.title")}>
      <form className={classes.fields} onSubmit={submit}>
        <p className={classes.quiet}>{t("password.words")}</p>
        <PasswordInput
          required
          autoComplete="current-password"
          label={t("password.old")}
          value={form.old}
          onChange={(event) => set({ old: event.currentTarget.value })}
        />
        <div className={classes.pair}>
          <PasswordInput
            required
            autoComplete="new-password"
            label={t("password.new")}
            value={form.new}
            onChange={(event) => set({ new: event.currentTarget.value })}
          />
          <PasswordInput
            required
            autoComplete="new-password"
            label={t("password.again")}
            error={tried && differ && t("password.differ")}
            value={form.again}
            onChange={(event) => set({ again: event.currentTarget.value })}
          />
        </div>
        <Refusal error={change.error} />
        {change.isSuccess && (
          <p role="status" className={classes.done}>
            {t("password.done")}
          </p>
        )}
        <div>
          <Button type="submit" loading={change.isPending}>
            {t("password.submit")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Pin() {
  const t = useWords("settings");
  const set = useCommand("set_pin");
  const [password, setPassword] = useState("");
  const [pin, setPin] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate({ password, pin }, { onSuccess: () => setPassword("") });
  };
  return (
    <Panel icon={IconGridDots} title={t("pin.title")}>
      <form className={classes.fields} onSubmit={submit}>
        <p className={classes.quiet}>{t("pin.words")}</p>
        <div className={classes.pair}>
          <PasswordInput
            required
            autoComplete="current-password"
            label={t("pin.password")}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <PasswordInput
            autoComplete="off"
            inputMode="numeric"
            label={t("pin.pin")}
            value={pin}
            onChange={(event) => {
              setPin(event.currentTarget.value.replace(/\D/g, "").slice(0, 8));
              if (!set.isPending) set.reset();
            }}
          />
        </div>
        <Refusal error={set.error} />
        {set.isSuccess && (
          <p role="status" className={classes.done}>
            {pin === "" ? t("pin.gone") : t("pin.done")}
          </p>
        )}
        <div>
          <Button type="submit" loading={set.isPending}>
            {t("pin.submit")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

/** What opens the book anywhere, for whoever keeps it: its paper may be lost, or was never written. */
function Recovery() {
  const t = useWords("settings");
  const show = useCommand("show_recovery_key");
  const save = useMutation({ mutationFn: (key: string) => asked(host().saveText(`${t("recovery.file")}.txt`, key, true)) });
  const [password, setPassword] = useState("");
  const key = show.data?.recovery_key;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    show.mutate({ password }, { onSuccess: () => setPassword("") });
  };
  return (
    <Panel icon={IconLifebuoy} title={t("recovery.title")}>
      {key ? (
        <div className={classes.fields}>
          <p className={classes.recovery}>{key}</p>
          <Refusal error={save.error} />
          {save.data && (
            <p role="status" className={classes.done}>
              {t("recovery.saved", { path: save.data })}
            </p>
          )}
          <div className={classes.acts}>
            <Button variant="default" loading={save.isPending} onClick={() => save.mutate(key)}>
              {t("recovery.save")}
            </Button>
            <Button onClick={() => show.reset()}>{t("recovery.hide")}</Button>
          </div>
        </div>
      ) : (
        <form className={classes.fields} onSubmit={submit}>
          <p className={classes.quiet}>{t("recovery.words")}</p>
          <PasswordInput
            required
            autoComplete="current-password"
            label={t("recovery.password")}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Refusal error={show.error} />
          <div>
            <Button type="submit" loading={show.isPending}>
              {t("recovery.show")}
            </Button>
          </div>
        </form>
      )}
    </Panel>
  );
}

function Rights() {
  const t = useWords("settings");
  const { name, role, rights } = useSession();
  return (
    <Panel icon={IconUserCheck} title={t("may.title")}>
      <p className={classes.quiet}>{t("may.words", { name, role: t(`users.roles.${role}`) })}</p>
      <ul className={classes.rights}>
        {rights.map((right) => (
          <li key={right}>
            <IconCheck aria-hidden="true" size="1rem" stroke={2.25} />
            <span>{t(`right.${right}`)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
