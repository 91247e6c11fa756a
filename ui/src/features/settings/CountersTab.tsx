import { Button, Checkbox, Group, Stack, TextInput } from "@mantine/core";
import { IconDeviceDesktop, IconPlus } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { CounterView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useMay, useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./SettingsPage.module.css";

const column = createColumnHelper<CounterView>();

/** The places one can sit down at; each numbers its own receipts. */
export function CountersTab() {
  const t = useWords("settings");
  const { counter: here } = useSession();
  const mayChange = useMay("change the office's settings");
  const counters = useView("counters", {});
  const [open, setOpen] = useState<CounterView | "new" | null>(null);
  useHotkeys(mayChange ? [{ keys: "F7", words: t("counters.add"), run: () => setOpen("new") }] : []);
  const columns = useMemo(
    () => [
      column.accessor("code", { header: t("counters.code"), meta: { width: "7rem" } }),
      column.accessor("name", { header: t("counters.name") }),
      column.accessor((counter) => (counter.active ? t("counters.active") : t("counters.retired")), {
        id: "state",
        header: t("counters.state"),
        meta: { width: "16rem" },
        cell: ({ getValue, row: { original: counter } }) => (
          <Group gap="xs">
            <StateTag tone={counter.active ? "green" : "quiet"}>{getValue()}</StateTag>
            {counter.id === here.id && <StateTag tone="brand">{t("counters.here")}</StateTag>}
          </Group>
        ),
      }),
    ],
    [t, here.id],
  );
  return (
    <div className={classes.single}>
      <Panel flush icon={IconDeviceDesktop} title={t("counters.title")} className={classes.fill}>
        <DataTable
          label={t("counters.title")}
          columns={columns}
          rows={counters.data}
          rowId={(counter) => String(counter.id)}
          onOpen={mayChange ? setOpen : undefined}
          error={counters.error}
          empty={<EmptyState icon={IconDeviceDesktop} title={t("counters.none")} words={t("counters.noneWords")} />}
          tools={
            mayChange && (
              <Button
                size="xs"
                leftSection={<IconPlus aria-hidden="true" size="1rem" stroke={1.75} />}
                rightSection={<KeyHint keys="F7" onBrand />}
                onClick={() => setOpen("new")}
              >
                {t("counters.add")}
              </Button>
            )
          }
        />
        {open !== null && <CounterForm counter={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
      </Panel>
    </div>
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
          <TextInput
            data-autofocus={counter ? undefined : true}
            required={!counter}
            readOnly={counter !== undefined}
            maxLength={3}
            label={t("counters.code")}
            description={counter ? t("counters.codeFixed") : t("counters.codeHint")}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value.toUpperCase())}
          />
          <TextInput
            data-autofocus={counter ? true : undefined}
            required
            label={t("counters.name")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {counter && (
            <Checkbox
              label={t("counters.active")}
              description={t("counters.activeWords")}
              checked={active}
              onChange={(event) => setActive(event.currentTarget.checked)}
            />
          )}
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
