import { Button, NativeSelect, PasswordInput, Radio, Select, Stepper, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { FirstRunOffers } from "@/backend/host";
import { Cover } from "@/shared/Cover";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import classes from "./first-run.module.css";
import { type Answers, currencies, type Field, missing, steps, unanswered, yearStartOf, zonesWith } from "./answers";

/** What a machine is set to that was never told where it stands. */
const placeless = ["Etc/UTC", "UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu"];

type Props = {
  /** What this machine and program propose. */
  offers: FirstRunOffers;
  busy: boolean;
  error: unknown;
  onCreate: (answers: Answers) => void;
  onDemo: () => void;
};

/** From an empty machine to a book: what the office is called, who its first person is, what opens it. */
export function FirstRunPage({ offers, busy, error, onCreate, onDemo }: Props) {
  const t = useWords("firstRun");
  const s = useWords("settings");
  const { keychain, languages } = offers;
  const [zones] = useState(() => zonesWith(offers.zone));
  const [answers, setAnswers] = useState<Answers>({
    ...unanswered,
    zone: offers.zone,
    yearStartsIn: yearStartOf(unanswered.currency, offers.financial_years),
    keep: keychain ? "keychain" : "passphrase",
  });
  const [step, setStep] = useState(0);
  const [tried, setTried] = useState(false);

  const name = steps[step] ?? "office";
  const lacks = missing(name, answers);
  const set = (change: Partial<Answers>) => setAnswers((now) => ({ ...now, ...change }));
  const wrong = (field: Field): ReactNode => {
    const why = tried ? lacks[field] : undefined;
    return why ? t(why) : undefined;
  };

  const onNext = () => {
    if (Object.keys(lacks).length > 0) return setTried(true);
    setTried(false);
    if (step < steps.length - 1) setStep(step + 1);
    else onCreate(answers);
  };

  return (
    <Cover wide title={t("title")} subtitle={t("step", { step: step + 1, steps: steps.length })}>
      <Stepper active={step} size="xs" onStepClick={(to) => to < step && setStep(to)} iconSize={26}>
        {steps.map((one) => (
          <Stepper.Step key={one} label={t(`steps.${one}`)} />
        ))}
      </Stepper>
      <form
        key={name}
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onNext();
        }}
      >
        {name === "office" && (
          <>
            <p className={classes.words}>{t("officeWords")}</p>
            <div className={classes.pair}>
              <TextInput
                autoFocus
                required
                label={t("officeName")}
                error={wrong("officeName")}
                value={answers.officeName}
                onChange={(event) => set({ officeName: event.currentTarget.value })}
              />
              <NativeSelect
                label={t("language")}
                inputWrapperOrder={["label", "input", "description", "error"]}
                description={t("languageHint")}
                data={languages.map(({ code, name: label }) => ({ value: code, label }))}
                value={answers.language}
                onChange={(event) => set({ language: event.currentTarget.value })}
              />
            </div>
            <div className={classes.pair}>
              <Textarea
                required
                label={t("address")}
                description={t("addressHint")}
                rows={3}
                error={wrong("address")}
                value={answers.address}
                onChange={(event) => set({ address: event.currentTarget.value })}
              />
              <Textarea
                label={t("registration")}
                description={t("registrationHint")}
                rows={3}
                value={answers.registration}
                onChange={(event) => set({ registration: event.currentTarget.value })}
              />
            </div>
            <div className={classes.pair}>
              <TextInput
                label={t("phone")}
                value={answers.phone}
                onChange={(event) => set({ phone: event.currentTarget.value })}
              />
              <Select
                label={t("currency")}
                inputWrapperOrder={["label", "input", "description", "error"]}
                description={t("currencyHint")}
                allowDeselect={false}
                searchable
                data={currencies.map(({ code, symbol }) => ({ value: code, label: `${code}  ${symbol}` }))}
                value={answers.currency}
                onChange={(value) => {
                  const currency = value ?? answers.currency;
                  set({ currency, yearStartsIn: yearStartOf(currency, offers.financial_years) });
                }}
              />
            </div>
            <div className={classes.pair}>
              <Select
                label={t("zone")}
                inputWrapperOrder={["label", "input", "description", "error"]}
                description={t("zoneHint")}
                allowDeselect={false}
                searchable
                data={zones.map((one) => ({ value: one, label: placeless.includes(one) ? t("zonePlaceless", { zone: "UTC" }) : one }))}
                value={answers.zone}
                onChange={(value) => set({ zone: value ?? answers.zone })}
              />
              <NativeSelect
                label={t("year")}
                inputWrapperOrder={["label", "input", "description", "error"]}
                description={t("yearHint")}
                data={s("months", { returnObjects: true }).map((label, at) => ({ value: String(at + 1), label }))}
                value={String(answers.yearStartsIn)}
                onChange={(event) => set({ yearStartsIn: Number(event.currentTarget.value) })}
              />
            </div>
          </>
        )}
        {name === "admin" && (
          <>
            <p className={classes.words}>{t("adminWords")}</p>
            <div className={classes.pair}>
              <TextInput
                autoFocus
                required
                label={t("adminName")}
                error={wrong("adminName")}
                value={answers.adminName}
                onChange={(event) => set({ adminName: event.currentTarget.value })}
              />
              <TextInput
                required
                label={t("adminLogin")}
                autoCapitalize="none"
                error={wrong("adminLogin")}
                value={answers.adminLogin}
                onChange={(event) => set({ adminLogin: event.currentTarget.value })}
              />
            </div>
            <PasswordInput
              required
              label={t("adminPassword")}
              description={t("adminPasswordHint")}
              autoComplete="new-password"
              error={wrong("adminPassword")}
              value={answers.adminPassword}
              onChange={(event) => set({ adminPassword: event.currentTarget.value })}
            />
            <PasswordInput
              required
              label={t("adminAgain")}
              autoComplete="new-password"
              error={wrong("adminAgain")}
              value={answers.adminAgain}
              onChange={(event) => set({ adminAgain: event.currentTarget.value })}
            />
          </>
        )}
        {name === "key" && (
          <>
            <Radio.Group
              label={t("keyWords")}
              value={answers.keep}
              onChange={(value) => set({ keep: value === "keychain" ? "keychain" : "passphrase" })}
            >
              <div className={classes.choices}>
                <Choice value="keychain" disabled={!keychain} title={t("keychain")} words={t("keychainWords")} />
                <Choice value="passphrase" title={t("passphraseChoice")} words={t("passphraseWords")} />
              </div>
            </Radio.Group>
            {answers.keep === "passphrase" && (
              <div className={classes.pair}>
                <PasswordInput
                  required
                  label={t("passphrase")}
                  autoComplete="new-password"
                  error={wrong("passphrase")}
                  value={answers.passphrase}
                  onChange={(event) => set({ passphrase: event.currentTarget.value })}
                />
                <PasswordInput
                  required
                  label={t("passphraseAgain")}
                  autoComplete="new-password"
                  error={wrong("passphraseAgain")}
                  value={answers.passphraseAgain}
                  onChange={(event) => set({ passphraseAgain: event.currentTarget.value })}
                />
              </div>
            )}
          </>
        )}
        <Refusal error={error} />
        <footer className={classes.foot}>
          {step === 0 ? (
            <Button variant="subtle" onClick={onDemo} loading={busy}>
              {t("demoInstead")}
            </Button>
          ) : (
            <Button variant="default" onClick={() => setStep(step - 1)}>
              {t("shared:back")}
            </Button>
          )}
          <Button type="submit" loading={busy} className={classes.forward}>
            {step === steps.length - 1 ? t("create") : t("shared:next")}
          </Button>
        </footer>
      </form>
    </Cover>
  );
}

function Choice({ value, title, words, disabled }: { value: string; title: string; words: string; disabled?: boolean }) {
  return (
    <Radio.Card value={value} className={classes.choice} disabled={disabled}>
      <Radio.Indicator />
      <div>
        <p className={classes.choiceTitle}>{title}</p>
        <p className={classes.choiceWords}>{words}</p>
      </div>
    </Radio.Card>
  );
}
