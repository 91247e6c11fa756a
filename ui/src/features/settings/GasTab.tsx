import { Button, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { IconFlame, IconPlus } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { GasFactor, RoundingMode } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { DayPicker } from "@/shared/DayPicker";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { FigureInput } from "@/shared/FigureInput";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { isFigure } from "@/shared/reading";
import { Refusal } from "@/shared/Refusal";
import { useMay, useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./SettingsPage.module.css";

const column = createColumnHelper<GasFactor>();
const modes: RoundingMode[] = ["half_up", "half_even", "down", "up"];

/** The gas that is delivered: what turns cubic metres into what is charged, from a day on. */
export function GasTab() {
  const t = useWords("settings");
  const mayChange = useMay("change the office's settings");
  const factors = useView("gas_factors", {});
  const [open, setOpen] = useState<GasFactor | "new" | null>(null);
  useHotkeys(mayChange ? [{ keys: "F7", words: t("gas.add"), run: () => setOpen("new") }] : []);
  const columns = useMemo(
    () => [
      column.accessor((factor) => (factor.route === "" ? t("gas.allRoutes") : factor.route), { id: "route", header: t("gas.route"), meta: { width: "10rem" } }),
      column.accessor("valid_from", { header: t("gas.from"), meta: { width: "9rem" }, cell: ({ getValue }) => showDay(getValue()) }),
      column.accessor("volume_correction", { header: t("gas.correction"), meta: { width: "9rem", right: true } }),
      column.accessor("calorific_value", { header: t("gas.calorific"), meta: { width: "9rem", right: true } }),
      column.accessor((factor) => `${factor.round_to}, ${t(`gas.mode.${factor.round_mode}`)}`, { id: "round", header: t("gas.round"), meta: { width: "14rem" } }),
      column.accessor("by", { header: t("gas.by") }),
    ],
    [t],
  );
  return (
    <div className={classes.single}>
      <Panel flush icon={IconFlame} title={t("gas.title")} className={classes.fill}>
        <DataTable
          label={t("gas.title")}
          columns={columns}
          rows={factors.data}
          rowId={(factor) => String(factor.id)}
          onOpen={mayChange ? setOpen : undefined}
          error={factors.error}
          empty={<EmptyState icon={IconFlame} title={t("gas.none")} words={t("gas.noneWords")} />}
          tools={
            mayChange && (
              <Button
                size="xs"
                leftSection={<IconPlus aria-hidden="true" size="1rem" stroke={1.75} />}
                rightSection={<KeyHint keys="F7" onBrand />}
                onClick={() => setOpen("new")}
              >
                {t("gas.add")}
              </Button>
            )
          }
        />
        {open !== null && <FactorForm factor={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
      </Panel>
    </div>
  );
}

function FactorForm({ factor, onClose }: { factor?: GasFactor; onClose: () => void }) {
  const t = useWords("settings");
  const session = useSession();
  const save = useCommand("save_gas_factor");
  const withdraw = useCommand("withdraw_gas_factor");
  const [route, setRoute] = useState(factor?.route ?? "");
  const [from, setFrom] = useState(factor?.valid_from ?? session.business_on);
  const [correction, setCorrection] = useState(factor?.volume_correction ?? "1");
  const [calorific, setCalorific] = useState(factor?.calorific_value ?? "");
  const [roundTo, setRoundTo] = useState(factor?.round_to ?? "0.01");
  const [mode, setMode] = useState<RoundingMode>(factor?.round_mode ?? "half_up");
  const done = { onSuccess: onClose };
  const ready = [correction, calorific, roundTo].every((value) => value !== "" && isFigure(value));
  const figure = (label: string, description: string, value: string, set: (value: string) => void) => (
    <FigureInput required label={label} description={description} value={value} onFigure={set} />
  );
  return (
    <Sheet opened onClose={onClose} title={factor ? t("gas.titleEdit", { day: showDay(factor.valid_from) }) : t("gas.titleNew")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          save.mutate(
            {
              seen: factor?.id ?? null, route: route.trim(), valid_from: from, volume_correction: correction,
              calorific_value: calorific, round_to: roundTo, round_mode: mode,
            },
            done,
          );
        }}
      >
        <Stack>
          <p className={classes.quiet}>{t("gas.words")}</p>
          <TextInput
            data-autofocus
            readOnly={factor !== undefined}
            label={t("gas.route")}
            description={t("gas.routeHint")}
            value={route}
            onChange={(event) => setRoute(event.currentTarget.value)}
          />
          {factor === undefined && (
            <Group justify="space-between">
              <span>{t("gas.from")}</span>
              <DayPicker label={t("gas.from")} value={from} onChange={setFrom} />
            </Group>
          )}
          {figure(t("gas.correction"), t("gas.correctionHint"), correction, setCorrection)}
          {figure(t("gas.calorific"), t("gas.calorificHint"), calorific, setCalorific)}
          <Group grow align="flex-end">
            {figure(t("gas.roundTo"), t("gas.roundHint"), roundTo, setRoundTo)}
            <NativeSelect
              label={t("gas.roundMode")}
              data={modes.map((one) => ({ value: one, label: t(`gas.mode.${one}`) }))}
              value={mode}
              onChange={(event) => setMode(modes.find((one) => one === event.currentTarget.value) ?? "half_up")}
            />
          </Group>
          <Refusal error={save.error ?? withdraw.error} />
          <Group justify="space-between" gap="xs">
            {factor ? (
              <Button variant="default" color="red" loading={withdraw.isPending} onClick={() => withdraw.mutate({ factor: factor.id }, done)}>
                {t("gas.withdraw")}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t("shared:cancel")}
              </Button>
              <Button type="submit" disabled={!ready} loading={save.isPending}>
                {t("shared:save")}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
