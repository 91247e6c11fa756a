import { Button, NativeSelect, NumberInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconAlertTriangle, IconFolder, IconGauge } from "@tabler/icons-react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { MeteringSettings } from "@/backend/wire";
import { InstantText } from "@/shared/DayText";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useMay, useSession } from "@/shared/session";
import { useWords } from "@/shared/words";
import { Loading } from "./Loading";
import classes from "./SettingsPage.module.css";
import { useDraft } from "./useDraft";

/** The office's rules of reading meters. Whoever may not change them reads them. */
export function MeteringTab() {
  const settings = useView("metering_settings", {});
  if (settings.error && !settings.data) return <Refusal error={settings.error} />;
  return settings.data ? <Form settings={settings.data} /> : <Loading />;
}

function Form({ settings }: { settings: MeteringSettings }) {
  const t = useWords("settings");
  const m = useWords("metering");
  const readOnly = !useMay("change the office's settings");
  const client = useQueryClient();
  const save = useCommand("save_metering_settings");
  const draft = useDraft(settings, (shown) => shown);
  const { fields } = draft;
  const { folder_away: missed } = useSession();
  const away = missed?.folder === fields.watch_folder ? missed : null;
  const choose = useMutation({
    mutationFn: () => asked(host().pickFolder()),
    onSuccess: (folder) => folder !== null && draft.set({ watch_folder: folder }),
  });
  const ready = !readOnly && draft.unsaved && !save.isPending;
  const submit = () =>
    save.mutate(
      { ...fields, version: draft.shown.version },
      {
        onSuccess: (saved) => {
          client.setQueryData(["metering_settings", {}], saved);
          draft.start();
        },
      },
    );
  useHotkeys(readOnly ? [] : [{ keys: "Ctrl+S", words: m("settings.save"), run: submit, ready }]);
  const count = (name: "estimates_in_a_row" | "high_percent" | "spike_percent" | "low_percent", label: string, least: number, most: number) => (
    <NumberInput
      label={label}
      readOnly={readOnly}
      min={least}
      max={most}
      allowDecimal={false}
      suffix={name === "estimates_in_a_row" ? undefined : " %"}
      value={fields[name]}
      onChange={(value) => draft.set({ [name]: typeof value === "number" ? value : least })}
    />
  );
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) submit();
      }}
    >
      <div className={classes.body}>
        <div className={classes.cards}>
          <div className={classes.stack}>
            <Panel icon={IconGauge} title={m("settings.estimates")}>
              <div className={classes.fields}>
                <p className={classes.quiet}>{m("settings.estimatesWords")}</p>
                {count("estimates_in_a_row", m("settings.inARow"), 0, 12)}
                {/* A line of its own: WebKit lets a panel scroll to the end of a choice that is longer than its field. */}
                <NativeSelect
                  disabled={readOnly}
                  label={m("settings.by")}
                  value={fields.estimate_by}
                  data={[
                    { value: "average", label: m("settings.average") },
                    { value: "last_year", label: m("settings.last_year") },
                  ]}
                  onChange={(event) => draft.set({ estimate_by: event.currentTarget.value === "last_year" ? "last_year" : "average" })}
                />
              </div>
            </Panel>
            <Panel icon={IconAlertTriangle} title={m("settings.abnormal")}>
              <div className={classes.fields}>
                <p className={classes.quiet}>{m("settings.abnormalWords")}</p>
                <div className={classes.three}>
                  {count("high_percent", m("settings.high"), 101, 10_000)}
                  {count("spike_percent", m("settings.spike"), 101, 10_000)}
                  {count("low_percent", m("settings.low"), 0, 99)}
                </div>
              </div>
            </Panel>
          </div>
          <Panel icon={IconFolder} title={m("settings.folder")}>
            <div className={classes.fields}>
              <p className={classes.quiet}>{m("settings.folderWords")}</p>
              <p className={classes.path}>{fields.watch_folder === "" ? m("settings.noFolder") : fields.watch_folder}</p>
              {away && (
                <p role="status" className={classes.unsaved}>
                  {m("settings.away")} <InstantText at={away.since} />
                </p>
              )}
              <Refusal error={choose.error} />
              {!readOnly && (
                <div className={classes.folder}>
                  <Button variant="default" loading={choose.isPending} onClick={() => choose.mutate()}>
                    {m("settings.choose")}
                  </Button>
                  {fields.watch_folder !== "" && (
                    <Button variant="subtle" onClick={() => draft.set({ watch_folder: "" })}>
                      {m("settings.none")}
                    </Button>
                  )}
                </div>
              )}
            </div>
          </Panel>
        </div>
      </div>
      <footer className={classes.foot}>
        <Refusal error={save.error}>
          {save.error?.code === "changed_meanwhile" && (
            <Button size="compact-sm" variant="default" onClick={draft.start}>
              {t("office.reload")}
            </Button>
          )}
        </Refusal>
        {!readOnly && (
          <div className={classes.acts}>
            <p role="status">
              {draft.unsaved ? (
                <span className={classes.unsaved}>{t("office.unsaved")}</span>
              ) : (
                save.isSuccess && <span className={classes.done}>{t("office.saved")}</span>
              )}
            </p>
            <Button type="submit" disabled={!draft.unsaved} loading={save.isPending} rightSection={<KeyHint keys="Ctrl+S" onBrand />}>
              {m("settings.save")}
            </Button>
          </div>
        )}
      </footer>
    </form>
  );
}
