import { Button, Checkbox, Group, Stack, TextInput } from "@mantine/core";
import { IconDeviceDesktop, IconPlus } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { CounterView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { EmptyState } from "@/shared/EmptyState";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./SettingsPage.module.css";

const column = createColumnHelper<CounterView>();

/** The places one can sit down at; each has its own receipt numbers. */
export function CountersTab() {
  const t = useWords("settings");
  const counters = useView("counters", {});
  const [open, setOpen] = useState<CounterView | "new" | null>(null);
  const columns = useMemo(
    () => [
      column.accessor("code", { header: t("counters.code"), meta: { width: "8rem" } }),
      column.accessor("name", { header: t("counters.name") }),
      column.accessor("active", {
        header: t("counters.state"),
        meta: { width: "12rem" },
        cell: ({ getValue }) => (
          <StateTag tone={getValue() ? "green" : "quiet"}>
            {getValue() ? t("counters.active") : t("counters.inactive")}
          </StateTag>
        ),
      }),
    ],
    [t],
  );
  return (
    <Panel flush icon={IconDeviceDesktop} title={t("counters.title")} className={classes.fill}>
      <DataTable
        label={t("counters.title")}
        columns={columns}
        rows={counters.data}
        rowId={(counter) => String(counter.id)}
        onOpen={setOpen}
        error={counters.error}
        empty={<EmptyState icon={IconDeviceDesktop} title={t("counters.none")} />}
        tools={
          <Button size="xs" leftSection={<IconPlus aria-hidden="true" size="1rem" stroke={1.75} />} onClick={() => setOpen("new")}>
            {t("counters.add")}
          </Button>
        }
      />
      {open !== null && <CounterForm counter={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function CounterForm({ counter, onClose }: { counter?: CounterView; onClose: () => void }) {
  const t = useWords("settings");
  const save = useCommand("save_counter");
  const [code, setCode] = useState(counter?.code ?? "");
  const [name, setName] = useState(counter?.name ?? "");
  const [active, setActive] = useState(counter?.active ?? true);
  return (
    <Sheet opened onClose={onClose} title={counter ? t("counters.titleEdit", { code: counter.code }) : t("counters.titleNew")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(
            { counter: counter?.id, version: counter?.version, code: code.trim().toUpperCase(), name: name.trim(), active },
            { onSuccess: onClose },
          );
        }}
      >
        <Stack>
          <TextInput data-autofocus={counter ? undefined : true} required maxLength={3} label={t("counters.code")} description={t("counters.codeHint")} value={code} onChange={(event) => setCode(event.currentTarget.value)} />
          <TextInput data-autofocus={counter ? true : undefined} required label={t("counters.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Checkbox label={t("counters.active")} checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />
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
