import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconAlertTriangle, IconFileImport, IconFolderOpen, IconPlus, IconReceiptTax } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useEffect, useMemo, useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useView } from "@/backend/useView";
import type { TariffRow, UnknownPlan } from "@/backend/wire";
import { showCount } from "@/shared/amounts";
import { DataTable } from "@/shared/DataTable";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { adjustRoute, goTo, useRoute } from "@/shared/route";
import { useMay } from "@/shared/session";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { counted } from "./counted";
import { ImportSheet } from "./ImportSheet";
import { PlanService } from "./PlanService";
import classes from "./TariffList.module.css";

const column = createColumnHelper<TariffRow>();
const icon = { "aria-hidden": true, size: "1rem", stroke: 1.75 } as const;

/** Every plan with what is in force, and the plans that accounts name without there being any. */
export function TariffList() {
  const t = useWords("tariffs");
  const mayChange = useMay("change tariffs");
  const { query } = useRoute();
  const [path, setPath] = useState<string | null>(null);
  const tariffs = useView("tariffs", {});
  const picked = { onSuccess: (found: string | null) => found !== null && setPath(found) };
  const pickFile = useMutation({ mutationFn: () => asked(host().pickFile("tariff")), ...picked });
  const pickFolder = useMutation({ mutationFn: () => asked(host().pickFolder()), ...picked });
  const { mutate: pick } = pickFile;
  const wanted = query.has("import");
  useEffect(() => {
    if (!wanted || !mayChange) return;
    adjustRoute({ import: undefined });
    pick();
  }, [wanted, mayChange, pick]);
  useHotkeys([
    { keys: "Ctrl+O", words: t("key.import"), run: () => pick(), ready: mayChange },
    { keys: "Ctrl+Shift+O", words: t("key.importFolder"), run: () => pickFolder.mutate(), ready: mayChange },
    { keys: "F7", words: t("key.new"), run: () => goTo("tariffs", "new"), ready: mayChange },
  ]);
  const columns = useMemo(
    () => [
      column.accessor("name", {
        header: t("name"),
        cell: ({ getValue, row }) => (
          <>
            <span className={classes.name}>{getValue()}</span> {!row.original.active && <StateTag>{t("retired")}</StateTag>}
          </>
        ),
      }),
      column.accessor("service", {
        header: t("serviceOf"),
        meta: { width: "8rem" },
        cell: ({ getValue }) => <PlanService service={getValue()} />,
      }),
      column.accessor("in_force_since", {
        header: t("since"),
        meta: { width: "9.5rem" },
        cell: ({ getValue }) => {
          const since = getValue();
          return since ? showDay(since) : <StateTag tone="amber">{t("notYet")}</StateTag>;
        },
      }),
      column.accessor("next_from", {
        header: t("next"),
        meta: { width: "9.5rem" },
        cell: ({ getValue }) => {
          const next = getValue();
          return next && <StateTag tone="brand">{t("versions.from", { day: showDay(next) })}</StateTag>;
        },
      }),
      column.accessor("versions", { header: t("versionsCount"), meta: { width: "6.5rem", right: true } }),
      column.accessor("accounts", {
        header: t("accounts"),
        meta: { width: "7rem", right: true },
        cell: ({ getValue }) => showCount(getValue()),
      }),
    ],
    [t],
  );
  return (
    <div className={classes.page}>
      {tariffs.data && tariffs.data.unknown.length > 0 && <Unknown plans={tariffs.data.unknown} />}
      <Refusal error={pickFile.error ?? pickFolder.error} />
      <Panel
        flush
        className={classes.list}
        icon={IconReceiptTax}
        title={t("title")}
        aside={
          mayChange && (
            <>
              <Button size="xs" variant="default" leftSection={<IconFolderOpen {...icon} />} onClick={() => pickFolder.mutate()}>
                {t("importFolder")}
              </Button>
              <Button size="xs" variant="default" leftSection={<IconPlus {...icon} />} rightSection={<KeyHint keys="F7" />} onClick={() => goTo("tariffs", "new")}>
                {t("new")}
              </Button>
              <Button size="xs" leftSection={<IconFileImport {...icon} />} rightSection={<KeyHint keys="Ctrl+O" onBrand />} onClick={() => pick()}>
                {t("import")}
              </Button>
            </>
          )
        }
      >
        <DataTable
          label={t("title")}
          columns={columns}
          rows={tariffs.data?.plans}
          rowId={(row) => String(row.id)}
          onOpen={(row) => goTo("tariffs", row.id)}
          error={tariffs.data ? null : tariffs.error}
          minWidth="52rem"
          empty={<EmptyState icon={IconReceiptTax} title={t("none")} words={t("noneWords")} />}
        />
      </Panel>
      {path !== null && <ImportSheet path={path} onClose={() => setPath(null)} />}
    </div>
  );
}

function Unknown({ plans }: { plans: UnknownPlan[] }) {
  const t = useWords("tariffs");
  return (
    <div className={classes.unknown} role="note">
      <IconAlertTriangle aria-hidden="true" size="1.125rem" stroke={1.75} />
      <p>{t("unknown")}</p>
      <ul>
        {plans.map((plan) => (
          <li key={plan.name}>
            <StateTag tone="amber">{t("unknownPlan", { name: plan.name, ...counted(plan.accounts) })}</StateTag>
          </li>
        ))}
      </ul>
    </div>
  );
}
