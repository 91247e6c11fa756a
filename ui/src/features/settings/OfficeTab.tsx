import { Button, NativeSelect, NumberInput, Textarea, TextInput } from "@mantine/core";
import { IconBuilding, IconFolder, IconShieldLock, IconUsersGroup } from "@tabler/icons-react";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { OfficeView, SaveOffice } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { languages, useWords } from "@/shared/words";
import classes from "./SettingsPage.module.css";

export function OfficeTab({ mayChange }: { mayChange: boolean }) {
  const office = useView("office", {});
  if (!office.data) return <Refusal error={office.error} />;
  // A new version begins a new form, so that a save never overwrites what somebody else wrote.
  return <OfficeForm key={office.data.version} office={office.data} mayChange={mayChange} />;
}

function OfficeForm({ office, mayChange }: { office: OfficeView; mayChange: boolean }) {
  const t = useWords("settings");
  const save = useCommand("save_office");
  const [form, setForm] = useState<SaveOffice>(() => asSaved(office));
  const set = (change: Partial<SaveOffice>) => setForm((now) => ({ ...now, ...change }));
  const setQueue = (change: Partial<SaveOffice["queue"]>) => set({ queue: { ...form.queue, ...change } });
  const months = t("months", { returnObjects: true });
  const readOnly = !mayChange;
  const pick = async () => {
    const folder = await asked(host().pickFolder());
    if (folder !== null) set({ document_folder: folder });
  };

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(form);
      }}
    >
      <Panel icon={IconBuilding} title={t("office.title")}>
        <div className={classes.fields}>
          <TextInput required readOnly={readOnly} label={t("office.name")} value={form.name} onChange={(event) => set({ name: event.currentTarget.value })} />
          <Textarea required readOnly={readOnly} rows={3} label={t("office.address")} value={form.address} onChange={(event) => set({ address: event.currentTarget.value })} />
          <div className={classes.pair}>
            <TextInput readOnly={readOnly} label={t("office.phone")} value={form.phone} onChange={(event) => set({ phone: event.currentTarget.value })} />
            <NativeSelect
              disabled={readOnly}
              label={t("office.language")}
              data={languages.map(({ code, name }) => ({ value: code, label: name }))}
              value={form.language}
              onChange={(event) => set({ language: event.currentTarget.value })}
            />
          </div>
          <TextInput readOnly={readOnly} label={t("office.registration")} description={t("office.registrationHint")} value={form.registration} onChange={(event) => set({ registration: event.currentTarget.value })} />
          <TextInput readOnly={readOnly} label={t("office.footer")} value={form.footer} onChange={(event) => set({ footer: event.currentTarget.value })} />
          <div>
            <p className={classes.label}>{t("office.fixed")}</p>
            <dl className={classes.facts}>
              <div>
                <dt>{t("office.currency")}</dt>
                <dd>
                  {office.currency.code} {office.currency.symbol}
                </dd>
              </div>
              <div>
                <dt>{t("office.zone")}</dt>
                <dd>{office.zone}</dd>
              </div>
              <div>
                <dt>{t("office.year")}</dt>
                <dd>{months[office.year_starts_in - 1]}</dd>
              </div>
            </dl>
          </div>
        </div>
      </Panel>
      <div className={classes.fields}>
        <Panel icon={IconUsersGroup} title={t("office.queue")}>
          <div className={classes.pair}>
            <Count readOnly={readOnly} label={t("office.urgentInARow")} hint={t("office.urgentInARowHint")} value={form.queue.max_urgent_in_a_row} onChange={(count) => setQueue({ max_urgent_in_a_row: count })} />
            <Count readOnly={readOnly} label={t("office.maxWait")} hint={t("office.maxWaitHint")} value={Math.round(form.queue.max_wait_secs / 60)} onChange={(minutes) => setQueue({ max_wait_secs: minutes * 60 })} />
            <Count readOnly={readOnly} label={t("office.bulk")} value={form.queue.bulk_accounts} onChange={(count) => setQueue({ bulk_accounts: count })} />
          </div>
        </Panel>
        <Panel icon={IconShieldLock} title={t("office.safety")}>
          <div className={classes.pair}>
            <Count readOnly={readOnly} label={t("office.idle")} value={Math.round(form.idle_lock_secs / 60)} onChange={(minutes) => set({ idle_lock_secs: minutes * 60 })} />
            <span />
            <AmountInput readOnly={readOnly} label={t("office.paymentCeiling")} description={t("office.ceilingHint")} minor={form.payment_ceiling ?? null} onAmount={(minor) => set({ payment_ceiling: minor })} />
            <AmountInput readOnly={readOnly} label={t("office.voidCeiling")} description={t("office.ceilingHint")} minor={form.void_ceiling ?? null} onAmount={(minor) => set({ void_ceiling: minor })} />
          </div>
        </Panel>
        <Panel icon={IconFolder} title={t("office.documents")}>
          <TextInput
            readOnly={readOnly}
            label={t("office.folder")}
            description={t("office.folderHint", { folder: office.document_folder_in_use })}
            value={form.document_folder}
            onChange={(event) => set({ document_folder: event.currentTarget.value })}
            rightSectionWidth="6.5rem"
            rightSection={
              mayChange && (
                <Button size="compact-sm" variant="default" onClick={() => void pick()}>
                  {t("office.pickFolder")}
                </Button>
              )
            }
          />
        </Panel>
      </div>
      <div className={classes.foot}>
        {mayChange ? (
          <>
            <Button type="submit" loading={save.isPending}>
              {t("office.save")}
            </Button>
            {save.isSuccess && <span role="status">{t("office.saved")}</span>}
          </>
        ) : (
          <p className={classes.words}>{t("office.readOnly")}</p>
        )}
        <Refusal error={save.error} />
      </div>
    </form>
  );
}

function asSaved(office: OfficeView): SaveOffice {
  const { version, name, address, phone, registration, footer, language, queue, idle_lock_secs } = office;
  const { payment_ceiling, void_ceiling, document_folder } = office;
  return { version, name, address, phone, registration, footer, language, queue, idle_lock_secs, payment_ceiling, void_ceiling, document_folder };
}

type CountProps = { label: string; hint?: string; value: number; readOnly: boolean; onChange: (value: number) => void };

function Count({ label, hint, value, readOnly, onChange }: CountProps) {
  return (
    <NumberInput
      label={label}
      description={hint}
      inputWrapperOrder={["label", "input", "description", "error"]}
      readOnly={readOnly}
      min={1}
      max={1440}
      allowDecimal={false}
      value={value}
      onChange={(next) => typeof next === "number" && onChange(next)}
    />
  );
}
