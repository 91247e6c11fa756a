import { Button, NumberInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { IconChecks, IconSignature } from "@tabler/icons-react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { ApprovalRules, SaveApprovalRules } from "@/backend/wire";
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

/** How the office approves what needs a second person, and what a bounced cheque costs. */
export function ApprovalsTab() {
  const rules = useView("approval_rules", {});
  if (rules.error && !rules.data) return <Refusal error={rules.error} />;
  return rules.data ? <RulesForm rules={rules.data} /> : <Loading />;
}

/** A number while it is typed may be no number. */
type Typed = {
  hours: number | string;
  second_look_ceiling: TypedAmount;
  second_look_hours: number | string;
  bounce_fee: TypedAmount;
  cash_out_ceiling: TypedAmount;
  bounces_to_cash_only: number | string;
  ceilings: (Omit<ApprovalRules["ceilings"][number], "most"> & { most: TypedAmount })[];
};

/** The rules as they are saved; `null` while something cannot be read. An empty ceiling is none, an unreadable one is not. */
function complete(typed: Typed): Omit<SaveApprovalRules, "version"> | null {
  const { hours, second_look_ceiling, second_look_hours, bounce_fee, cash_out_ceiling, bounces_to_cash_only } = typed;
  if (typeof hours !== "number" || typeof second_look_hours !== "number" || typeof bounces_to_cash_only !== "number") return null;
  if (second_look_ceiling === "unreadable" || bounce_fee === "unreadable" || cash_out_ceiling === "unreadable") return null;
  const ceilings = typed.ceilings.flatMap((one) => (one.most === "unreadable" ? [] : [{ ...one, most: one.most }]));
  if (ceilings.length < typed.ceilings.length) return null;
  return { hours, second_look_ceiling, second_look_hours, bounce_fee: bounce_fee ?? 0, cash_out_ceiling: cash_out_ceiling ?? 0, bounces_to_cash_only, ceilings };
}

function RulesForm({ rules }: { rules: ApprovalRules }) {
  const t = useWords("settings");
  const readOnly = !useMay("change the office's settings");
  const client = useQueryClient();
  const save = useCommand("save_approval_rules");
  const draft = useDraft(
    rules,
    ({ hours, second_look_ceiling, second_look_hours, bounce_fee, bounces_to_cash_only, cash_out_ceiling, ceilings }): Typed => ({
      hours,
      second_look_ceiling,
      second_look_hours,
      bounce_fee,
      bounces_to_cash_only,
      cash_out_ceiling,
      ceilings,
    }),
  );
  const { fields } = draft;
  const set = (change: Partial<Typed>) => {
    draft.set(change);
    if (!save.isPending) save.reset();
  };
  const rulesNow = complete(fields);
  const submit = () => {
    if (rulesNow === null || save.isPending) return;
    save.mutate(
      { version: draft.shown.version, ...rulesNow },
      {
        onSuccess: (saved) => {
          client.setQueryData(["approval_rules", {}], saved);
          draft.start();
        },
      },
    );
  };
  const ready = !readOnly && draft.unsaved && rulesNow !== null;
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
            <Panel icon={IconChecks} title={t("approvals.title")}>
              <div className={classes.fields}>
                <p className={classes.quiet}>{t("approvals.words")}</p>
                <NumberInput required readOnly={readOnly} label={t("approvals.hours")} min={1} max={720} value={fields.hours} onChange={(value) => set({ hours: value })} />
                <AmountInput readOnly={readOnly} label={t("approvals.second")} description={t("approvals.secondHint")} minor={fields.second_look_ceiling} onAmount={(most) => set({ second_look_ceiling: most })} />
                <NumberInput required readOnly={readOnly} label={t("approvals.lookHours")} description={t("approvals.lookHoursHint")} min={1} max={720} value={fields.second_look_hours} onChange={(value) => set({ second_look_hours: value })} />
                <AmountInput readOnly={readOnly} label={t("approvals.cashOut")} description={t("approvals.cashOutHint")} minor={fields.cash_out_ceiling} onAmount={(most) => set({ cash_out_ceiling: most })} />
              </div>
            </Panel>
            <Panel icon={IconSignature} title={t("approvals.cheques")}>
              <div className={classes.fields}>
                <AmountInput readOnly={readOnly} label={t("approvals.fee")} minor={fields.bounce_fee} onAmount={(fee) => set({ bounce_fee: fee })} />
                <NumberInput required readOnly={readOnly} label={t("approvals.cashOnly")} description={t("approvals.cashOnlyHint")} min={0} max={100} value={fields.bounces_to_cash_only} onChange={(value) => set({ bounces_to_cash_only: value })} />
              </div>
            </Panel>
          </div>
          <div className={classes.stack}>
            <Panel icon={IconChecks} title={t("approvals.ceilings")}>
              <div className={classes.fields}>
                <p className={classes.quiet}>{t("approvals.ceilingsWords")}</p>
                {fields.ceilings.map((ceiling, at) => (
                  <AmountInput
                    key={`${ceiling.role}-${ceiling.kind}`}
                    readOnly={readOnly}
                    label={t(`shared:approvalKind.${ceiling.kind}`)}
                    minor={ceiling.most}
                    onAmount={(most) => set({ ceilings: fields.ceilings.with(at, { ...ceiling, most }) })}
                  />
                ))}
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
