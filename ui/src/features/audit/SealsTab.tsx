import { Button, CopyButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconKey, IconRubberStamp } from "@tabler/icons-react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useView } from "@/backend/useView";
import type { SealView } from "@/backend/wire";
import { showCount } from "@/shared/amounts";
import { showDay, showInstant } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";
import { Loading } from "./Loading";

/** The daily seals, and the key that they are signed with: what is copied out of the machine proves something. */
export function SealsTab() {
  const t = useWords("audit");
  const page = useView("daily_seals", { limit: 200 });
  const seals = page.data?.seals ?? [];
  const save = useMutation({
    mutationFn: () => asked(host().saveText("seals.txt", seals.map((seal) => `${seal.code}\n`).join(""))),
  });
  useHotkeys([{ keys: "F8", words: t("seals.save"), run: () => save.mutate(), ready: seals.length > 0 }]);
  if (!page.data) return page.error ? <Refusal error={page.error} /> : <Loading height="20rem" />;
  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <Panel icon={IconRubberStamp} title={t("seals.title")} className={classes.grow}>
          {seals.length === 0 ? (
            <EmptyState icon={IconRubberStamp} title={t("seals.none")} words={t("seals.noneWords")} />
          ) : (
            <Seals seals={seals} />
          )}
        </Panel>
      </div>
      <div className={classes.column}>
        <Panel icon={IconKey} title={t("seals.key")}>
          <p className={classes.quiet}>{t("seals.keyWords")}</p>
          <p className={classes.key}>{page.data.key}</p>
          <div className={classes.acts}>
            <CopyButton value={page.data.key}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {copied ? t("shared:copied") : t("seals.copyKey")}
                </Button>
              )}
            </CopyButton>
          </div>
        </Panel>
        <Panel title={t("seals.out")}>
          <p className={classes.quiet}>{t("seals.outWords")}</p>
          <div className={classes.acts}>
            <Button rightSection={<KeyHint keys="F8" onBrand />} disabled={seals.length === 0} loading={save.isPending} onClick={() => save.mutate()}>
              {t("seals.save")}
            </Button>
          </div>
          <Refusal error={save.error} />
          {save.data && (
            <p role="status" className={classes.quiet}>
              {t("seals.saved", { path: save.data })}
            </p>
          )}
        </Panel>
      </div>
    </div>
  );
}

function Seals({ seals }: { seals: SealView[] }) {
  const t = useWords("audit");
  return (
    <table className={classes.table}>
      <caption className="cf-visually-hidden">{t("seals.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("seals.day")}</th>
          <th scope="col">{t("seals.made")}</th>
          <th scope="col" data-right>
            {t("figure.receipts")}
          </th>
          <th scope="col" data-right>
            {t("col.gaps")}
          </th>
          <th scope="col">{t("files.hash")}</th>
          <th scope="col">
            <span className="cf-visually-hidden">{t("seals.copyCode")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {seals.map((seal) => (
          <tr key={seal.n}>
            <th scope="row">{showDay(seal.business_on)}</th>
            <td>{showInstant(seal.made_at, "short")}</td>
            <td data-right>{showCount(seal.receipts)}</td>
            <td data-right>{seal.gaps === 0 ? 0 : <StateTag tone="red">{String(seal.gaps)}</StateTag>}</td>
            <td className={classes.hash}>{seal.sha256.slice(0, 16)}…</td>
            <td data-right>
              <CopyButton value={seal.code}>
                {({ copied, copy }) => (
                  <Button size="compact-xs" variant="default" aria-label={t("seals.copyOf", { day: showDay(seal.business_on) })} onClick={copy}>
                    {copied ? t("shared:copied") : t("seals.copyCode")}
                  </Button>
                )}
              </CopyButton>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
