import { Button, NativeSelect, NumberInput, Switch, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconArrowsSplit, IconBuilding, IconCoins, IconFileInvoice, IconFolder, IconLock, IconShieldLock, IconUsersGroup } from "@tabler/icons-react";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { AllocationOrder, BillTitle, OfficeView } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import { showCount, type TypedAmount } from "@/shared/amounts";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { useLanguages } from "@/shared/languages";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useMay } from "@/shared/session";
import { useWords } from "@/shared/words";
import { Loading } from "./Loading";
import { asSaved, type Draft, draftOf, misses, most } from "./officeDraft";
import { DenominationsInput } from "./DenominationsInput";
import classes from "./SettingsPage.module.css";
import { PapersAgainSheet } from "./PapersAgainSheet";
import { useDraft } from "./useDraft";

/** The office's own lines and rules. Whoever may not change them reads them. */
export function OfficeTab() {
  const office = useView("office", {});
  if (office.error && !office.data) return <Refusal error={office.error} />;
  return office.data ? <OfficeForm office={office.data} /> : <Loading />;
}

function OfficeForm({ office }: { office: OfficeView }) {
  const t = useWords("settings");
  const readOnly = !useMay("change the office's settings");
  const client = useQueryClient();
  const save = useCommand("save_office");
  const draft = useDraft(office, draftOf);
  const [tried, setTried] = useState(false);
  const { fields } = draft;
  const missing = misses(fields);

  const set = (change: Partial<Draft>) => {
    draft.set(change);
    if (!save.isPending) save.reset();
  };
  const back = () => {
    draft.start();
    save.reset();
    setTried(false);
  };
  const submit = () => {
    setTried(true);
    if (missing.length > 0 || save.isPending) return;
    save.mutate(asSaved(draft.shown.version, fields), {
      onSuccess: (saved) => {
        client.setQueryData(["office", {}], saved);
        draft.start();
        setTried(false);
      },
    });
  };
  const ready = !readOnly && draft.unsaved;
  useHotkeys(readOnly ? [] : [{ keys: "Ctrl+S", words: t("office.save"), run: submit, ready }]);
  const part = { fields, set, readOnly, wrong: (name: keyof Draft) => tried && missing.includes(name) };

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
            <Identity {...part} />
            <Fixed office={office} />
          </div>
          <div className={classes.stack}>
            <Queue {...part} />
            <Payments {...part} />
            <Safety {...part} />
            <Drawers {...part} />
            <Billing {...part} />
            <Documents {...part} inUse={office.document_folder_in_use} />
          </div>
        </div>
      </div>
      <footer className={classes.foot}>
        {draft.meanwhile && save.error === null && <p className={classes.unsaved}>{t("office.meanwhile")}</p>}
        <Refusal error={save.error}>
          {save.error?.code === "changed_meanwhile" && (
            <Button size="compact-sm" variant="default" onClick={back}>
              {t("office.reload")}
            </Button>
          )}
        </Refusal>
        {readOnly ? (
          <p className={classes.quiet}>{t("office.reader")}</p>
        ) : (
          <div className={classes.acts}>
            <p role="status">
              {draft.unsaved ? (
                <span className={classes.unsaved}>{t("office.unsaved")}</span>
              ) : (
                save.isSuccess && <span className={classes.done}>{t("office.saved")}</span>
              )}
            </p>
            {draft.unsaved && (
              <Button variant="default" onClick={back}>
                {t("office.back")}
              </Button>
            )}
            <Button type="submit" disabled={!draft.unsaved} loading={save.isPending} rightSection={<KeyHint keys="Ctrl+S" onBrand />}>
              {t("office.save")}
            </Button>
          </div>
        )}
      </footer>
    </form>
  );
}

type PartProps = {
  fields: Draft;
  set: (change: Partial<Draft>) => void;
  readOnly: boolean;
  /** Whether a field kept the form from being saved. */
  wrong: (name: keyof Draft) => boolean;
};

function Identity({ fields, set, readOnly, wrong }: PartProps) {
  const t = useWords("settings");
  const needed = (name: keyof Draft) => wrong(name) && t("office.needed");
  const languages = useLanguages(fields.language);
  return (
    <Panel icon={IconBuilding} title={t("office.identity")}>
      <div className={classes.fields}>
        <p className={classes.quiet}>{t("office.identityWords")}</p>
        <TextInput required readOnly={readOnly} label={t("office.name")} error={needed("name")} value={fields.name} onChange={(event) => set({ name: event.currentTarget.value })} />
        <Textarea required readOnly={readOnly} rows={3} label={t("office.address")} error={needed("address")} value={fields.address} onChange={(event) => set({ address: event.currentTarget.value })} />
        <div className={classes.pair}>
          <TextInput readOnly={readOnly} label={t("office.phone")} description={t("office.phoneHint")} value={fields.phone} onChange={(event) => set({ phone: event.currentTarget.value })} />
          <NativeSelect
            disabled={readOnly}
            label={t("office.language")}
            data={languages}
            value={fields.language}
            onChange={(event) => set({ language: event.currentTarget.value })}
          />
        </div>
        <TextInput readOnly={readOnly} label={t("office.registration")} description={t("office.registrationHint")} value={fields.registration} onChange={(event) => set({ registration: event.currentTarget.value })} />
        <TextInput readOnly={readOnly} label={t("office.footer")} value={fields.footer} onChange={(event) => set({ footer: event.currentTarget.value })} />
      </div>
    </Panel>
  );
}

function Fixed({ office }: { office: OfficeView }) {
  const t = useWords("settings");
  const months = t("months", { returnObjects: true });
  const facts = [
    [t("office.currency"), `${office.currency.code} ${office.currency.symbol}`],
    [t("office.zone"), office.zone],
    [t("office.year"), months[office.year_starts_in - 1]],
  ];
  return (
    <Panel icon={IconLock} title={t("office.fixed")}>
      <p className={classes.quiet}>{t("office.fixedWords")}</p>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Queue({ fields, set, readOnly, wrong }: PartProps) {
  const t = useWords("settings");
  return (
    <Panel icon={IconUsersGroup} title={t("office.queue")}>
      <div className={classes.fields}>
        <p className={classes.quiet}>{t("office.queueWords")}</p>
        <div className={classes.three}>
          <Count readOnly={readOnly} label={t("office.urgent")} range={most.urgentInARow} wrong={wrong("urgentInARow")} value={fields.urgentInARow} onChange={(urgentInARow) => set({ urgentInARow })} />
          <Count decimals readOnly={readOnly} label={t("office.wait")} range={most.waitMinutes} wrong={wrong("waitMinutes")} value={fields.waitMinutes} onChange={(waitMinutes) => set({ waitMinutes })} />
          <Count readOnly={readOnly} label={t("office.bulk")} range={most.bulkAccounts} wrong={wrong("bulkAccounts")} value={fields.bulkAccounts} onChange={(bulkAccounts) => set({ bulkAccounts })} />
        </div>
      </div>
    </Panel>
  );
}

function Payments({ fields, set, readOnly }: PartProps) {
  const t = useWords("settings");
  const orders: AllocationOrder[] = ["arrears_first", "surcharges_first", "bills_first", "oldest_first"];
  return (
    <Panel icon={IconArrowsSplit} title={t("office.payments")}>
      <div className={classes.fields}>
        <p className={classes.quiet}>{t("office.paymentsWords")}</p>
        <NativeSelect
          disabled={readOnly}
          label={t("office.allocation")}
          description={t(`shared:allocation.${fields.allocation}.steps`)}
          data={orders.map((one) => ({ value: one, label: t(`shared:allocation.${one}.name`) }))}
          value={fields.allocation}
          onChange={(event) => set({ allocation: orders.find((one) => one === event.currentTarget.value) ?? fields.allocation })}
        />
      </div>
    </Panel>
  );
}

function Safety({ fields, set, readOnly, wrong }: PartProps) {
  const t = useWords("settings");
  return (
    <Panel icon={IconShieldLock} title={t("office.safety")}>
      <div className={classes.fields}>
        <p className={classes.quiet}>{t("office.safetyWords")}</p>
        <div className={classes.pair}>
          <Ceiling
            label={t("office.paymentCeiling")}
            readOnly={readOnly}
            limited={fields.paymentLimited}
            minor={fields.paymentCeiling}
            wrong={wrong("paymentCeiling")}
            onLimited={(paymentLimited) => set({ paymentLimited })}
            onAmount={(paymentCeiling) => set({ paymentCeiling })}
          />
          <Ceiling
            label={t("office.voidCeiling")}
            readOnly={readOnly}
            limited={fields.voidLimited}
            minor={fields.voidCeiling}
            wrong={wrong("voidCeiling")}
            onLimited={(voidLimited) => set({ voidLimited })}
            onAmount={(voidCeiling) => set({ voidCeiling })}
          />
        </div>
        <div className={classes.pair}>
          <Count decimals readOnly={readOnly} label={t("office.idle")} range={most.idleMinutes} wrong={wrong("idleMinutes")} value={fields.idleMinutes} onChange={(idleMinutes) => set({ idleMinutes })} />
          <span />
        </div>
      </div>
    </Panel>
  );
}

function Drawers({ fields, set, readOnly, wrong }: PartProps) {
  const t = useWords("settings");
  return (
    <Panel icon={IconCoins} title={t("drawers.title")}>
      <div className={classes.fields}>
        <p className={classes.quiet}>{t("drawers.words")}</p>
        <Switch disabled={readOnly} label={t("drawers.required")} checked={fields.shiftsRequired} onChange={(event) => set({ shiftsRequired: event.currentTarget.checked })} />
        <div className={classes.pair}>
          <Ceiling
            label={t("drawers.ceiling")}
            readOnly={readOnly}
            limited={fields.cashLimited}
            minor={fields.cashCeiling}
            wrong={wrong("cashCeiling")}
            onLimited={(cashLimited) => set({ cashLimited })}
            onAmount={(cashCeiling) => set({ cashCeiling })}
          />
          <Switch disabled={readOnly || !fields.cashLimited} label={t("drawers.refuses")} checked={fields.ceilingRefuses} onChange={(event) => set({ ceilingRefuses: event.currentTarget.checked })} />
        </div>
        {fields.cashLimited && <p className={classes.quiet}>{t("drawers.ceilingWords")}</p>}
        <div className={classes.pair}>
          <AmountInput readOnly={readOnly} label={t("drawers.tolerance")} error={wrong("tolerance") && t("office.needed")} minor={fields.tolerance} onAmount={(tolerance) => set({ tolerance })} />
          <AmountInput readOnly={readOnly} label={t("drawers.managerTolerance")} error={wrong("managerTolerance") && t("office.needed")} minor={fields.managerTolerance} onAmount={(managerTolerance) => set({ managerTolerance })} />
        </div>
        <div className={classes.ceiling} role="group" aria-label={t("drawers.float")}>
          <Switch
            disabled={readOnly}
            label={t("drawers.float")}
            description={t("drawers.floatWords")}
            checked={fields.floatFixed}
            onChange={(event) => set({ floatFixed: event.currentTarget.checked })}
          />
          {fields.floatFixed ? (
            <AmountInput readOnly={readOnly} aria-label={t("drawers.float")} minor={fields.float} onAmount={(float) => set({ float })} error={wrong("float") && t("office.needed")} />
          ) : (
            <p className={classes.quiet}>{t("drawers.floatFirst")}</p>
          )}
        </div>
        <AmountInput
          readOnly={readOnly}
          label={t("drawers.safeFund")}
          description={t("drawers.safeFundWords")}
          minor={fields.safeFund}
          onAmount={(safeFund) => set({ safeFund })}
          error={wrong("safeFund") && t("office.needed")}
        />
        <DenominationsInput values={fields.denominations} readOnly={readOnly} onValues={(denominations) => set({ denominations })} />
      </div>
    </Panel>
  );
}

function Billing({ fields, set, readOnly, wrong }: PartProps) {
  const t = useWords("settings");
  const titles: BillTitle[] = ["bill", "tax_invoice", "bill_of_supply"];
  return (
    <Panel icon={IconFileInvoice} title={t("billing.title")}>
      <div className={classes.fields}>
        <p className={classes.quiet}>{t("billing.words")}</p>
        <div className={classes.pair}>
          <NativeSelect
            disabled={readOnly}
            label={t("billing.called")}
            data={titles.map((one) => ({ value: one, label: t(`billing.titles.${one}`) }))}
            value={fields.billTitle}
            onChange={(event) => set({ billTitle: titles.find((one) => one === event.currentTarget.value) ?? "bill" })}
          />
          <Count readOnly={readOnly} label={t("billing.dueDays")} range={most.dueDays} wrong={wrong("dueDays")} value={fields.dueDays} onChange={(dueDays) => set({ dueDays })} />
        </div>
        <TextInput readOnly={readOnly} label={t("billing.registration")} description={t("office.registrationHint")} value={fields.billRegistration} onChange={(event) => set({ billRegistration: event.currentTarget.value })} />
        <TextInput readOnly={readOnly} label={t("billing.upi")} description={t("billing.upiHint")} value={fields.upiId} onChange={(event) => set({ upiId: event.currentTarget.value })} />
        <div className={classes.pair}>
          <Ceiling
            label={t("billing.feeCeiling")}
            readOnly={readOnly}
            limited={fields.feeLimited}
            minor={fields.feeCeiling}
            wrong={wrong("feeCeiling")}
            onLimited={(feeLimited) => set({ feeLimited })}
            onAmount={(feeCeiling) => set({ feeCeiling })}
          />
          <Ceiling
            label={t("billing.correctionCeiling")}
            readOnly={readOnly}
            limited={fields.correctionLimited}
            minor={fields.correctionCeiling}
            wrong={wrong("correctionCeiling")}
            onLimited={(correctionLimited) => set({ correctionLimited })}
            onAmount={(correctionCeiling) => set({ correctionCeiling })}
          />
        </div>
        <div className={classes.pair}>
          <Ceiling
            label={t("billing.writeOffCeiling")}
            readOnly={readOnly}
            limited={fields.writeOffLimited}
            minor={fields.writeOffCeiling}
            wrong={wrong("writeOffCeiling")}
            onLimited={(writeOffLimited) => set({ writeOffLimited })}
            onAmount={(writeOffCeiling) => set({ writeOffCeiling })}
          />
          <span />
        </div>
      </div>
    </Panel>
  );
}

type CeilingProps = {
  label: string;
  readOnly: boolean;
  limited: boolean;
  minor: TypedAmount;
  wrong: boolean;
  onLimited: (limited: boolean) => void;
  onAmount: (minor: TypedAmount) => void;
};

/** A ceiling is switched off in so many words: an amount that cannot be read is not "any amount". */
function Ceiling({ label, readOnly, limited, minor, wrong, onLimited, onAmount }: CeilingProps) {
  const t = useWords("settings");
  return (
    <div className={classes.ceiling} role="group" aria-label={label}>
      <Switch
        disabled={readOnly}
        label={label}
        checked={limited}
        onChange={(event) => onLimited(event.currentTarget.checked)}
      />
      {limited ? (
        <AmountInput readOnly={readOnly} aria-label={label} minor={minor} onAmount={onAmount} error={wrong && t("office.ceilingNeeded")} />
      ) : (
        <p className={classes.quiet}>{t("office.noCeiling")}</p>
      )}
    </div>
  );
}

function Documents({ fields, set, readOnly, inUse }: PartProps & { inUse: string }) {
  const t = useWords("settings");
  const [again, setAgain] = useState(false);
  const choose = useMutation({
    mutationFn: () => asked(host().pickFolder()),
    onSuccess: (folder) => folder !== null && set({ folder }),
  });
  return (
    <Panel icon={IconFolder} title={t("office.papers")}>
      <div className={classes.fields}>
        <p className={classes.quiet}>{t("office.folderHint")}</p>
        <p className={classes.path}>{fields.folder === "" ? t("office.beside", { folder: inUse }) : fields.folder}</p>
        <Refusal error={choose.error} />
        {!readOnly && (
          <div className={classes.folder}>
            <Button variant="default" loading={choose.isPending} onClick={() => choose.mutate()}>
              {t("office.choose")}
            </Button>
            {fields.folder !== "" && (
              <Button variant="subtle" onClick={() => set({ folder: "" })}>
                {t("office.besideAgain")}
              </Button>
            )}
            <Button variant="subtle" onClick={() => setAgain(true)}>
              {t("papersAgain.open")}
            </Button>
            {again && <PapersAgainSheet onClose={() => setAgain(false)} />}
          </div>
        )}
      </div>
    </Panel>
  );
}

type CountProps = {
  label: string;
  range: readonly [number, number];
  value: number | "";
  readOnly: boolean;
  wrong: boolean;
  decimals?: boolean;
  onChange: (value: number | "") => void;
};

function Count({ label, range: [least, top], value, readOnly, wrong, decimals = false, onChange }: CountProps) {
  const t = useWords("settings");
  return (
    <NumberInput
      label={label}
      readOnly={readOnly}
      clampBehavior="none"
      min={least}
      max={top}
      allowDecimal={decimals}
      allowNegative={false}
      decimalScale={2}
      error={wrong && t("office.number", { least, most: showCount(top) })}
      value={value}
      onChange={(next) => onChange(typeof next === "number" ? next : "")}
    />
  );
}
