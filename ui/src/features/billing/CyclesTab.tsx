import { Button, Group, NumberInput, Stack, Switch, TextInput } from "@mantine/core";
import { IconCalendarRepeat } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { CycleView } from "@/backend/wire";
import { showCount } from "@/shared/amounts";
import { DataTable } from "@/shared/DataTable";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useMay } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./BillingPage.module.css";
import { Unbilled } from "./Unbilled";

const column = createColumnHelper<CycleView>();

/** Who is billed together, and how long they have to pay. */
export function CyclesTab() {
  const t = useWords("billing");
  const may = useMay("run bills");
  const cycles = useView("cycles", {});
  const [open, setOpen] = useState<CycleView | "new" | null>(null);
  useHotkeys([{ keys: "F7", words: t("cycle.add"), run: () => setOpen("new"), ready: may }]);
  const columns = useMemo(
    () => [
      column.accessor("code", { header: t("cycle.code"), meta: { width: "8rem" } }),
      column.accessor("name", { header: t("cycle.name") }),
      column.accessor("months", { header: t("cycle.months"), meta: { width: "7rem", right: true } }),
      column.accessor("due_days", { header: t("cycle.dueDays"), meta: { width: "8rem", right: true } }),
      column.accessor("accounts", {
        header: t("figure.accounts"),
        meta: { width: "8rem", right: true },
        cell: ({ getValue }) => showCount(getValue()),
      }),
      column.accessor((cycle) => cycle.routes.length, { id: "routes", header: t("cycle.routes"), meta: { width: "6rem", right: true } }),
      column.accessor("active", {
        header: t("bill.state"),
        meta: { width: "7rem" },
        cell: ({ getValue }) => <StateTag tone={getValue() ? "green" : "quiet"}>{getValue() ? t("cycle.inUse") : t("cycle.retired")}</StateTag>,
      }),
    ],
    [t],
  );
  return (
    <div className={classes.whole}>
      <Panel flush className={classes.grow} icon={IconCalendarRepeat} title={t("tabs.cycles")}>
        <DataTable
          label={t("tabs.cycles")}
          columns={columns}
          rows={cycles.data}
          rowId={(cycle) => String(cycle.id)}
          onOpen={may ? setOpen : undefined}
          error={cycles.error}
          empty={<EmptyState icon={IconCalendarRepeat} title={t("cycle.none")} words={t("cycle.noneWords")} />}
          tools={
            may && (
              <Button size="xs" rightSection={<KeyHint keys="F7" onBrand />} onClick={() => setOpen("new")}>
                {t("cycle.add")}
              </Button>
            )
          }
        />
      </Panel>
      {cycles.data && cycles.data.length > 0 && <Unbilled cycles={cycles.data} />}
      {open && <CycleForm cycle={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function CycleForm({ cycle, onClose }: { cycle: CycleView | undefined; onClose: () => void }) {
  const t = useWords("billing");
  const save = useCommand("save_cycle");
  const [code, setCode] = useState(cycle?.code ?? "");
  const [name, setName] = useState(cycle?.name ?? "");
  const [months, setMonths] = useState(cycle?.months ?? 1);
  const [dueDays, setDueDays] = useState(cycle?.due_days ?? 15);
  const [active, setActive] = useState(cycle?.active ?? true);
  return (
    <Sheet opened onClose={onClose} title={cycle ? t("cycle.titleEdit", { code: cycle.code }) : t("cycle.titleNew")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(
            { cycle: cycle?.id, version: cycle?.version, code: code.trim(), name: name.trim(), months, due_days: dueDays, active },
            { onSuccess: onClose },
          );
        }}
      >
        <Stack>
          <Group grow>
            <TextInput data-autofocus required label={t("cycle.code")} value={code} onChange={(event) => setCode(event.currentTarget.value)} />
            <TextInput required label={t("cycle.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          </Group>
          <Group grow>
            <NumberInput label={t("cycle.months")} min={1} max={12} allowDecimal={false} value={months} onChange={(next) => setMonths(Number(next))} />
            <NumberInput label={t("cycle.dueDays")} min={1} max={120} allowDecimal={false} value={dueDays} onChange={(next) => setDueDays(Number(next))} />
          </Group>
          <Switch label={t("cycle.inUse")} checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />
          <Refusal error={save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t("shared:save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
