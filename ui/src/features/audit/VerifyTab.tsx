import { Button, Switch } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconBook2, IconShieldCheck, IconShieldX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { asked, call } from "@/backend/call";
import { host } from "@/backend/host";
import type { CheckReport, Proof, VerifyReport } from "@/backend/wire";
import { showCount } from "@/shared/amounts";
import { showDay } from "@/shared/days";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";
import { isPack, sortDropped } from "./dropped";

type Chosen = "file" | "folder" | { dropped: string; with: string[] };

/** What was found, and whether seals or the book were set aside because it is no pack. */
type Verified = { path: string; report: VerifyReport; alone: boolean };

/** Checks what was handed out, and the open book itself. */
export function VerifyTab() {
  const t = useWords("audit");
  const client = useQueryClient();
  const [seals, setSeals] = useState<string[]>([]);
  const [book, setBook] = useState(false);
  const [left, setLeft] = useState<string[]>([]);
  const chosen = async (what: Chosen) => {
    if (typeof what === "object") return what.dropped;
    return asked(what === "file" ? host().pickFile("audit") : host().pickFolder());
  };
  const verify = useMutation({
    mutationFn: async (what: Chosen): Promise<Verified | null> => {
      const path = await chosen(what);
      if (path === null) return null;
      const all = (typeof what === "object" ? [...new Set([...seals, ...what.with])] : seals).filter((one) => one !== path);
      const held = all.length > 0 || book;
      const against = { path, seals: all.length > 0 ? all : undefined, book: book || undefined };
      // Only a pack is held against something; everything else stands by itself, whatever was added for a pack before.
      const report = await call("verify", isPack(path) ? against : { path });
      // A pack that has lost the end of its name is one all the same.
      if (held && !isPack(path) && report.proof) return { path, report: await call("verify", against), alone: false };
      return { path, report, alone: held && report.proof === null };
    },
  });
  const add = useMutation({
    mutationFn: (what: "file" | "folder") => asked(what === "file" ? host().pickFile("audit") : host().pickFolder()),
    onSuccess: (path) => path !== null && setSeals((all) => [...new Set([...all, path])]),
  });
  const { mutate } = verify;
  useEffect(
    () =>
      host().onFilesDropped((paths) => {
        const { verified, against, left } = sortDropped(paths);
        setLeft(left);
        setSeals((all) => [...new Set([...all, ...against])].filter((one) => one !== verified));
        if (verified !== undefined) mutate({ dropped: verified, with: against });
      }),
    [mutate],
  );
  const check = useMutation({
    mutationFn: () => client.fetchQuery({ queryKey: ["check_book", {}], queryFn: () => call("check_book", {}), staleTime: 0 }),
  });
  useHotkeys([
    { keys: "Ctrl+O", words: t("verify.file"), run: () => verify.mutate("file"), ready: !verify.isPending },
    { keys: "F8", words: t("verify.folder"), run: () => verify.mutate("folder"), ready: !verify.isPending },
    { keys: "F9", words: t("verify.check"), run: () => check.mutate(), ready: !check.isPending },
  ]);
  return (
    <div className={classes.verify}>
      <Panel icon={IconShieldCheck} title={t("verify.title")}>
        <p className={classes.quiet}>{t("verify.words")}</p>
        <div className={classes.acts}>
          <Button loading={verify.isPending} rightSection={<KeyHint keys="Ctrl+O" onBrand />} onClick={() => verify.mutate("file")}>
            {t("verify.file")}
          </Button>
          <Button variant="default" disabled={verify.isPending} rightSection={<KeyHint keys="F8" />} onClick={() => verify.mutate("folder")}>
            {t("verify.folder")}
          </Button>
        </div>
        <p className={classes.quiet}>{t("verify.drop")}</p>
        <div className={classes.against}>
          <h3>{t("verify.against")}</h3>
          <p className={classes.quiet}>{t("verify.againstWords")}</p>
          <div className={classes.acts}>
            <Button size="xs" variant="default" onClick={() => add.mutate("file")}>
              {t("verify.addSeal")}
            </Button>
            <Button size="xs" variant="default" onClick={() => add.mutate("folder")}>
              {t("verify.addSeals")}
            </Button>
            <Switch label={t("verify.withBook")} checked={book} onChange={(event) => setBook(event.currentTarget.checked)} />
          </div>
          {seals.length > 0 && (
            <ul className={classes.files}>
              {seals.map((seal) => (
                <li key={seal}>
                  <span>{seal}</span>
                  <Button size="compact-xs" variant="subtle" color="gray" aria-label={t("verify.takeAway", { path: seal })} onClick={() => setSeals(seals.filter((one) => one !== seal))}>
                    {t("verify.away")}
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <Refusal error={add.error} />
        </div>
        {left.length > 0 && <p role="status">{t("verify.dropLeft", { names: left.join(", ") })}</p>}
        <Refusal error={verify.error} />
        {verify.data && <Verdict verified={verify.data} />}
      </Panel>
      <Panel icon={IconBook2} title={t("verify.book")}>
        <p className={classes.quiet}>{t("verify.bookWords")}</p>
        <div className={classes.acts}>
          <Button variant="default" loading={check.isPending} rightSection={<KeyHint keys="F9" />} onClick={() => check.mutate()}>
            {t("verify.check")}
          </Button>
        </div>
        <Refusal error={check.error} />
        {check.data && <BookVerdict report={check.data} />}
      </Panel>
    </div>
  );
}

function Verdict({ verified: { path, report, alone } }: { verified: Verified }) {
  const t = useWords("audit");
  const Icon = report.sound ? IconShieldCheck : IconShieldX;
  return (
    <div role="status">
      <p className={classes.verdict} data-bad={!report.sound || undefined}>
        <Icon aria-hidden="true" size="1.75rem" stroke={1.75} />
        {report.sound ? t("verify.sound") : t("verify.unsound")}
      </p>
      <p className={classes.quiet}>{t("verify.of", { path })}</p>
      {alone && <p className={classes.quiet}>{t("verify.alone")}</p>}
      {report.proof && <ProofWords proof={report.proof} />}
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

/** What speaks for a pack, and what does not. */
function ProofWords({ proof }: { proof: Proof }) {
  const t = useWords("audit");
  return (
    <>
      <p className={classes.quiet}>
        {t("verify.pack", { office: proof.office, month: showDay(`${proof.month}-01`, "month") })}{" "}
        {proof.sealed_to ? t("verify.sealedTo", { count: proof.seals, day: showDay(proof.sealed_to) }) : t("verify.noSeal")}
      </p>
      <p className={classes.quiet}>
        {proof.witnesses > 0 ? t("verify.witnesses", { count: proof.witnesses }) : t("verify.noWitness")} {proof.book && t("verify.heldBook")}
      </p>
      <p className={proof.sample.given_by === null ? classes.quiet : undefined}>
        {t("verify.sample", { count: proof.sample.drawn, asked: proof.sample.asked_for })}{" "}
        {drawnBy(t, proof.sample)}
      </p>
      {proof.left_out > 0 && <p className={classes.quiet}>{t("verify.leftOut", { count: proof.left_out })}</p>}
      <p className={classes.key}>{t("verify.signed", { key: proof.key })}</p>
    </>
  );
}

/** By what a sample was drawn: who gives a seed may have chosen what is looked at. */
function drawnBy(t: ReturnType<typeof useWords<"audit">>, { given_by, seed }: Proof["sample"]) {
  if (given_by === null) return t("verify.bySeal");
  return given_by === "" ? t("verify.bySeed", { seed }) : t("verify.bySeedOf", { name: given_by, seed });
}

function BookVerdict({ report }: { report: CheckReport }) {
  const t = useWords("audit");
  const names: Record<string, string> = t("verify.checked", { returnObjects: true });
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
            <span>{names[one.what] ?? one.what.replaceAll("_", " ")}</span>
            <span>{showCount(one.count)}</span>
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
      <p className={classes.findingsTitle}>{words}</p>
      <ul className={classes.findings}>
        {findings.map((finding) => (
          <li key={finding}>{finding}</li>
        ))}
      </ul>
    </>
  );
}
