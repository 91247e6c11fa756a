import { Button, NumberInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { IconPlugX, IconStairsUp } from "@tabler/icons-react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { ArrearsRule } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import type { TypedAmount } from "@/shared/amounts";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useMay } from "@/shared/session";
import { useWords } from "@/shared/words";
import { Loading } from "./Loading";
import classes from "./SettingsPage.module.css";
import { useDraft } from "./useDraft";

/** The office's ladder: how long it waits on each rung, what it does not pursue, what brings a supply back. */
export function ArrearsTab() {
  const rule = useView("arrears_rule", {});
  if (rule.error && !rule.data) return <Refusal error={rule.error} />;
  return rule.data ? <RuleForm rule={rule.data} /> : <Loading />;
}

/** A number while it is typed may be no number. */
type Typed = { [Name in keyof ArrearsRule["rule"]]: number | string | null };

const days = ["reminder_days", "final_notice_days", "notice_days"] as const;
const limits = { reminder_days: [0, 365], final_notice_days: [0, 730], notice_days: [1, 90] } as const;

function RuleForm({ rule }: { rule: ArrearsRule }) {
  const t = useWords("settings");
  const readOnly = !useMay("change the office's settings");
  const client = useQueryClient();
  const save = useCommand("save_arrears_rule");
  const draft = useDraft(rule, (shown): Typed => shown.rule);
  const { fields } = draft;
  const set = (change: Partial<Typed>) => {
    draft.set(change);
    if (!save.isPending) save.reset();
  };
  const complete = Object.values(fields).every((value) => typeof value === "number");
  const submit = () => {
    if (!complete || save.isPending) return;
    save.mutate(
      { version: draft.shown.version, rule: fields as ArrearsRule["rule"] },
      {
        onSuccess: (saved) => {
          client.setQueryData(["arrears_rule", {}], saved);
          draft.start();
        },
      },
    );
  };
  const ready = !readOnly && draft.unsaved && complete;
  useHotkeys(readOnly ? [] : [{ keys: "Ctrl+S", words: t("office.save"), run: submit, ready }]);
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
            <Panel icon={IconStairsUp} title={t("arrears.ladder")}>
              <div className={classes.fields}>
                <p className={classes.quiet}>{t("arrears.ladderWords")}</p>
                {days.map((name) => (
                  <NumberInput key={name} required readOnly={readOnly} label={t(`arrears.${name}`)} description={t(`arrears.hint.${name}`)} min={limits[name][0]} max={limits[name][1]} value={fields[name] ?? ""} onChange={(value) => set({ [name]: value })} />
                ))}
                <AmountInput required readOnly={readOnly} label={t("arrears.least")} description={t("arrears.hint.least")} minor={amount(fields.least)} onAmount={(least) => set({ least })} />
              </div>
            </Panel>
          </div>
          <div className={classes.stack}>
            <Panel icon={IconPlugX} title={t("arrears.cut")}>
              <div className={classes.fields}>
                <p className={classes.quiet}>{t("arrears.cutWords")}</p>
                <NumberInput required readOnly={readOnly} label={t("arrears.stay_on_percent")} description={t("arrears.hint.stay_on_percent")} suffix=" %" min={1} max={100} value={fields.stay_on_percent ?? ""} onChange={(value) => set({ stay_on_percent: value })} />
                <AmountInput required readOnly={readOnly} label={t("arrears.reconnection_fee")} description={t("arrears.hint.reconnection_fee")} minor={amount(fields.reconnection_fee)} onAmount={(fee) => set({ reconnection_fee: fee })} />
              </div>
            </Panel>
          </div>
        </div>
      </div>
      <footer className={classes.foot}>
        <Refusal error={save.error} />
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
            <Button type="submit" disabled={!ready} loading={save.isPending} rightSection={<KeyHint keys="Ctrl+S" onBrand />}>
              {t("office.save")}
            </Button>
          </div>
        )}
      </footer>
    </form>
  );
}

function amount(typed: number | string | null): TypedAmount {
  return typeof typed === "number" || typed === "unreadable" ? typed : null;
}
