import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconBook2, IconShieldCheck, IconShieldX } from "@tabler/icons-react";
import { asked, call } from "@/backend/call";
import { host } from "@/backend/host";
import type { CheckReport, VerifyReport } from "@/backend/wire";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";

type Verified = { path: string; report: VerifyReport };

/** Checks what was handed out, and the open book itself. */
export function VerifyTab() {
  const t = useWords("audit");
  const client = useQueryClient();
  const verify = useMutation({
    mutationFn: async (what: "file" | "folder"): Promise<Verified | null> => {
      const path = await asked(what === "file" ? host().pickFile("audit") : host().pickFolder());
      return path === null ? null : { path, report: await call("verify", { path }) };
    },
  });
  const check = useMutation({
    mutationFn: () => client.fetchQuery({ queryKey: ["check_book", {}], queryFn: () => call("check_book", {}), staleTime: 0 }),
  });
  return (
    <div className={classes.verify}>
      <Panel icon={IconShieldCheck} title={t("verify.title")}>
        <p className={classes.quiet}>{t("verify.words")}</p>
        <div className={classes.acts}>
          <Button loading={verify.isPending} onClick={() => verify.mutate("file")}>
            {t("verify.file")}
          </Button>
          <Button variant="default" disabled={verify.isPending} onClick={() => verify.mutate("folder")}>
            {t("verify.folder")}
          </Button>
        </div>
        <Refusal error={verify.error} />
        {verify.data && <Verdict verified={verify.data} />}
      </Panel>
      <Panel icon={IconBook2} title={t("verify.book")}>
        <p className={classes.quiet}>{t("verify.bookWords")}</p>
        <div className={classes.acts}>
          <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
            {t("verify.check")}
          </Button>
        </div>
        <Refusal error={check.error} />
        {check.data && <BookVerdict report={check.data} />}
      </Panel>
    </div>
  );
}

function Verdict({ verified: { path, report } }: { verified: Verified }) {
  const t = useWords("audit");
  const Icon = report.sound ? IconShieldCheck : IconShieldX;
  return (
    <div role="status">
      <p className={classes.verdict} data-bad={!report.sound || undefined}>
        <Icon aria-hidden="true" size="1.75rem" stroke={1.75} />
        {report.sound ? t("verify.sound") : t("verify.unsound")}
      </p>
      <p className={classes.quiet}>{t("verify.of", { path })}</p>
      <ul className={classes.files}>
        {report.files.map((file) => (
          <li key={file.name}>
            <StateTag tone={file.sound ? "green" : "red"}>{file.sound ? t("verify.ok") : t("verify.bad")}</StateTag>
            <span>{file.name}</span>
            <span className={classes.quiet}>{t("verify.rows", { count: file.rows })}</span>
          </li>
        ))}
      </ul>
      <Findings words={t("verify.findings")} findings={report.findings} />
    </div>
  );
}

function BookVerdict({ report }: { report: CheckReport }) {
  const t = useWords("audit");
  const sound = report.problems.length === 0;
  const Icon = sound ? IconShieldCheck : IconShieldX;
  return (
    <div role="status">
      <p className={classes.verdict} data-bad={!sound || undefined}>
        <Icon aria-hidden="true" size="1.75rem" stroke={1.75} />
        {sound ? t("verify.bookSound") : t("verify.bookUnsound")}
      </p>
      <ul className={classes.files}>
        {report.checked.map((one) => (
          <li key={one.what}>
            <span>{one.what.replaceAll("_", " ")}</span>
            <span>{one.count.toLocaleString("en-IN")}</span>
          </li>
        ))}
      </ul>
      <Findings words={t("verify.findings")} findings={report.problems} />
    </div>
  );
}

function Findings({ words, findings }: { words: string; findings: string[] }) {
  if (findings.length === 0) return null;
  return (
    <>
      <p style={{ margin: "0.75rem 0 0.25rem", fontWeight: 600 }}>{words}</p>
      <ul className={classes.findings}>
        {findings.map((finding) => (
          <li key={finding}>{finding}</li>
        ))}
      </ul>
    </>
  );
}
