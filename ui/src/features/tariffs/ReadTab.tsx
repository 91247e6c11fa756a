import { Button, CopyButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import type { TariffPage } from "@/backend/wire";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import { ChargesPart } from "./ChargesPart";
import { LadderCard } from "./LadderCard";
import classes from "./ReadTab.module.css";
import { RulesPart } from "./RulesPart";

type Props = {
  page: TariffPage;
  /** The file the page was read from; without it only the page is shown. */
  text?: string;
};

/** A tariff as an officer would print it, and the file itself below. */
export function ReadTab({ page, text }: Props) {
  const t = useWords("tariffs");
  return (
    <div className={classes.read}>
      {page.ladders.map((ladder, at) => (
        <LadderCard key={at} ladder={ladder} page={page} />
      ))}
      <ChargesPart page={page} />
      <RulesPart page={page} />
      {text !== undefined && (
        <section aria-label={t("read.source")}>
          <header className={classes.sourceHead}>
            <h3>{t("read.source")}</h3>
            <Source name={page.name} text={text} />
          </header>
          <pre className={classes.source} tabIndex={0}>
            {text}
          </pre>
        </section>
      )}
    </div>
  );
}

function Source({ name, text }: { name: string; text: string }) {
  const t = useWords("tariffs");
  const save = useMutation({ mutationFn: () => asked(host().saveText(`${name.replace(/[^\p{L}\p{N}.-]+/gu, "-")}.toml`, text)) });
  return (
    <div className={classes.acts}>
      {save.data && <span role="status">{t("read.saved", { path: save.data })}</span>}
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy}>
            {copied ? t("read.copied") : t("read.copy")}
          </Button>
        )}
      </CopyButton>
      <Button size="compact-sm" variant="default" loading={save.isPending} onClick={() => save.mutate()}>
        {t("read.saveAs")}
      </Button>
      <Refusal error={save.error} />
    </div>
  );
}
