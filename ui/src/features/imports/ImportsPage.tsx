import { Button, SegmentedControl } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconFileImport, IconFileSearch, IconTable } from "@tabler/icons-react";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { useJob } from "@/backend/useJob";
import { useView } from "@/backend/useView";
import type { ColumnMap, ImportKind, ImportMode } from "@/backend/wire";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { JobBar } from "@/shared/JobBar";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useRoute } from "@/shared/route";
import { useWords } from "@/shared/words";
import { ColumnsPanel } from "./ColumnsPanel";
import { History } from "./History";
import classes from "./ImportsPage.module.css";
import { KeptColumns } from "./KeptColumns";
import { ModePanel } from "./ModePanel";
import { reportOf } from "./report";
import { ReportPanel } from "./ReportPanel";

const kinds: ImportKind[] = ["customers", "bills", "payments", "meters", "readings"];

/** Files become rows of the book: looked at first, tried if wished, then stored, with every bad row named. */
export default function ImportsPage() {
  const t = useWords("imports");
  const { query } = useRoute();
  const [kind, setKind] = useState<ImportKind>(kinds.find((one) => one === query.get("kind")) ?? "customers");
  const [path, setPath] = useState<string | null>(null);
  const [mapping, setMapping] = useState<ColumnMap[] | null>(null);
  // Fields of which nobody has said yet which of several columns is meant; none said at all is as the file is read.
  const [unsaid, setUnsaid] = useState<string[] | null>(null);
  const [mode, setMode] = useState<ImportMode>("all_or_nothing");
  const start = useCommand("start_import");
  const job = useJob(start.data?.id ?? null, "import");
  const pick = useMutation({
    mutationFn: () => asked(host().pickFile("csv")),
    onSuccess: (picked) => {
      if (picked === null) return;
      setPath(picked);
      setMapping(null);
      setUnsaid(null);
      start.reset();
    },
  });
  const preview = useView("preview_import", { path: path ?? "", kind, mapping }, { enabled: path !== null, keep: true });

  const running = job?.state === "running" || start.isPending;
  const unclear = unsaid ?? preview.data?.unclear ?? [];
  const ready = path !== null && preview.data?.missing.length === 0 && unclear.length === 0 && !running;
  const onColumns = (columns: ColumnMap[], field: string) => {
    setUnsaid(unclear.filter((one) => one !== field));
    setMapping(columns);
  };
  const go = (dryRun: boolean) => {
    // What nobody has touched nobody has said: it goes by what was said before, or by the headings.
    if (path !== null) start.mutate({ path, kind, mapping, mode, dry_run: dryRun });
  };
  useHotkeys([
    { keys: "Ctrl+O", words: t("key.pick"), run: () => pick.mutate() },
    { keys: "F8", words: t("key.start"), run: () => go(false), ready },
    { keys: "F9", words: t("key.try"), run: () => go(true), ready },
  ]);

  const report = job && job.state !== "running" ? reportOf(job.result) : null;
  return (
    <div className={classes.page}>
      <Panel
        icon={IconFileImport}
        title={t("title")}
        className={classes.main}
        aside={
          path && (
            <Button size="compact-sm" variant="default" onClick={() => pick.mutate()}>
              {t("pickAgain")}
            </Button>
          )
        }
      >
        <p className={classes.label} id="import-kind">
          {t("kind")}
        </p>
        <SegmentedControl
          className={classes.kinds}
          aria-labelledby="import-kind"
          value={kind}
          onChange={(value) => {
            setKind(kinds.find((one) => one === value) ?? kind);
            setMapping(null);
            setUnsaid(null);
            start.reset();
          }}
          data={kinds.map((one) => ({ value: one, label: t(`kinds.${one}`) }))}
        />
        <p className={classes.quiet}>{t(`kindWords.${kind}`)}</p>
        {path === null ? (
          <EmptyState icon={IconFileSearch} title={t("startTitle")} words={t("startWords")}>
            <Button loading={pick.isPending} rightSection={<KeyHint keys="Ctrl+O" onBrand />} onClick={() => pick.mutate()}>
              {t("pick")}
            </Button>
          </EmptyState>
        ) : (
          <>
            <p className={classes.file}>
              <IconTable aria-hidden="true" size="1.125rem" stroke={1.75} />
              <strong>{preview.data?.file ?? path}</strong>
              {preview.data && <span className={classes.quiet}>{size(preview.data.bytes)}</span>}
            </p>
            <Refusal error={preview.error} />
            {preview.isLoading && <p className={classes.quiet}>{t("reading")}</p>}
            {preview.data && <ColumnsPanel preview={preview.data} unclear={unclear} onChange={onColumns} />}
          </>
        )}
        <Refusal error={pick.error} />
      </Panel>
      <div className={classes.side}>
        {path !== null && (
          <ModePanel mode={mode} kind={kind} size={preview.data?.bytes ?? 0} ready={ready} busy={running ? (start.variables?.dry_run ? "try" : "start") : null} onMode={setMode} onTry={() => go(true)} onStart={() => go(false)} />
        )}
        <Refusal error={start.error} />
        {job && (
          <Panel title={job.state === "running" ? t("title") : t("report.title")}>
            <JobBar job={job} title={job.title} />
            {report && <ReportPanel report={report} />}
          </Panel>
        )}
        <KeptColumns />
        <History />
      </div>
    </div>
  );
}

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(0)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
