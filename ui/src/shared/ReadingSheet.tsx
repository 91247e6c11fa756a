import { Button, Group, NativeSelect, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { ReadingKind, RegisterView, Remark } from "@/backend/wire";
import { CheckWords } from "./CheckWords";
import { DayField } from "./DayField";
import { showDay } from "./days";
import { EmptyState } from "./EmptyState";
import { FigureInput } from "./FigureInput";
import { entryOf, isFigure, isTyped, nothingTyped, type TypedReading } from "./reading";
import { ReasonPicker } from "./ReasonPicker";
import { Refusal } from "./Refusal";
import { useSession } from "./session";
import { Sheet } from "./Sheet";
import { IconGauge } from "@tabler/icons-react";
import { useWords } from "./words";

const kinds: ReadingKind[] = ["actual", "customer", "provisional", "estimated"];
const remarks: Remark[] = ["working", "locked", "breakdown", "no_meter", "reset"];

type Props = { account: number; number: string; onClose: () => void };

/** A reading that a customer brings to the counter, judged as it is typed. */
export function ReadingSheet({ account, number, onClose }: Props) {
  const t = useWords("metering");
  const line = useView("life_line", { account });
  const registers = line.data?.meter?.registers;
  return (
    <Sheet opened onClose={onClose} title={t("sheet.title", { number })} size="34rem">
      <Refusal error={line.error} />
      {line.data && !registers && <EmptyState icon={IconGauge} title={t("line.noMeter")} words={t("line.noMeterWords")} />}
      {registers && <Entry account={account} registers={registers} onClose={onClose} />}
    </Sheet>
  );
}

function Entry({ account, registers, onClose }: { account: number; registers: RegisterView[]; onClose: () => void }) {
  const t = useWords("metering");
  const { business_on: today } = useSession();
  const enter = useCommand("enter_readings");
  const [on, setOn] = useState(today);
  const [typed, setTyped] = useState<TypedReading[]>(registers.map(() => ({ ...nothingTyped, kind: "customer" })));
  const first = typed[0] ?? nothingTyped;
  // Of several registers one may have been read already: what is left empty is no row.
  const rows = registers.flatMap((register, at) => {
    const one = { ...first, value: typed[at]?.value ?? "" };
    return isTyped(one) ? [entryOf(account, register.register, on, one)] : [];
  });
  const complete = on !== "" && rows.length > 0 && typed.every((one) => isFigure(one.value));
  const [asked] = useDebouncedValue(rows, 200);
  const preview = useView("preview_readings", { rows: asked }, { enabled: complete, keep: true });
  const said = complete ? (preview.data ?? []) : [];
  const open = said.some((row) => row.fate === "asked" || row.checks.some((check) => check.weight === "ask"));
  // Who types on quickly need not wait to be judged: what is doubtful is not stored then either, and asked about.
  const unjudged = said.length !== rows.length;
  const wanted = said.every((row) => row.fate === "good" || row.fate === "same") && said.some((row) => row.fate === "good");
  const ready = complete && (unjudged || wanted) && !enter.isPending;
  const all = (change: Partial<TypedReading>) => setTyped((before) => before.map((one) => ({ ...one, ...change })));
  const stored = enter.data?.rows.find((row) => row.reading !== null);

  if (stored) {
    return (
      <Stack>
        {enter.data?.rows.map((row) => <CheckWords key={row.register} verdict={row} wrap />)}
        <p role="status">{t("sheet.storedWords", { units: stored.units, unit: stored.unit })}</p>
        <Group justify="flex-end">
          <Button autoFocus onClick={onClose}>
            {t("shared:close")}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) enter.mutate({ rows, all_or_nothing: true, at_counter: true });
      }}
    >
      <Stack>
        {registers.map((register, at) => (
          <FigureInput
            key={register.register}
            data-autofocus={at === 0 || undefined}
            label={registers.length > 1 ? t("sheet.registerLabel", { n: register.register, band: register.band }) : t("sheet.value")}
            description={
              register.last_on ? t("sheet.valueHint", { value: register.last_value, day: showDay(register.last_on) }) : t("sheet.valueFirst")
            }
            value={typed[at]?.value ?? ""}
            onFigure={(value) =>
              setTyped((before) => before.map((one, index) => (index === at ? { ...one, value, reason: "", rolledOver: null } : one)))
            }
          />
        ))}
        {registers.length > 1 && <p>{t("sheet.someRegisters")}</p>}
        <Group grow>
          <DayField required label={t("sheet.on")} max={today} value={on} onChange={setOn} />
          <NativeSelect
            label={t("sheet.kind")}
            value={first.kind}
            data={kinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
            onChange={(event) => all({ kind: kinds.find((one) => one === event.currentTarget.value) ?? "customer" })}
          />
          <NativeSelect
            label={t("sheet.remark")}
            value={first.remark}
            data={remarks.map((one) => ({ value: one, label: t(`remark.${one}`) }))}
            onChange={(event) => all({ remark: remarks.find((one) => one === event.currentTarget.value) ?? "working" })}
          />
        </Group>
        <div role="status">
          {said.map((row) => (
            <CheckWords key={row.register} verdict={row} wrap />
          ))}
        </div>
        <Refusal error={preview.error} />
        {open && (
          <ReasonPicker
            onReason={(reason) => all({ reason })}
            needsWord={said.some((row) => row.needs_word) || first.rolledOver !== null}
            rolledOver={first.rolledOver}
            onRolledOver={(rolledOver) => all({ rolledOver })}
          />
        )}
        <Refusal error={enter.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" disabled={!ready} loading={enter.isPending}>
            {t("sheet.store")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
