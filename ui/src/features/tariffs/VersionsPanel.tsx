import { IconHistory } from "@tabler/icons-react";
import type { TariffVersionView, VersionState } from "@/backend/wire";
import { showDay, showInstant } from "@/shared/days";
import { Panel } from "@/shared/Panel";
import { StateTag, type Tone } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./VersionsPanel.module.css";

const tones: Record<VersionState, Tone> = { in_force: "green", coming: "brand", past: "quiet", replaced: "violet" };

type Props = { versions: TariffVersionView[]; shown: number; onShow: (version: number) => void };

/** The plan's history, newest first. Each version stays readable, whatever came after it. */
export function VersionsPanel({ versions, shown, onShow }: Props) {
  const t = useWords("tariffs");
  return (
    <Panel icon={IconHistory} title={t("versions.title")} className={classes.panel}>
      <ol className={classes.line}>
        {versions.map((one) => (
          <li key={one.id} data-state={one.state}>
            <button type="button" className={classes.version} aria-current={one.id === shown || undefined} onClick={() => one.id !== shown && onShow(one.id)}>
              <span className={classes.days}>
                {one.valid_to && one.state !== "replaced"
                  ? t("versions.fromTo", { from: showDay(one.valid_from), to: showDay(one.valid_to) })
                  : t("versions.from", { day: showDay(one.valid_from) })}
              </span>
              <span className={classes.tags}>
                <StateTag tone={tones[one.state]}>{t(`versions.state.${one.state}`)}</StateTag>
                {one.revision > 1 && <StateTag>{t("versions.revision", { n: one.revision - 1 })}</StateTag>}
                {one.has_priced && <StateTag>{t("versions.priced")}</StateTag>}
              </span>
              {one.note && <span className={classes.note}>{one.note}</span>}
              <span className={classes.quiet}>{t("versions.stored", { when: showInstant(one.stored_at), who: one.person })}</span>
              <span className={classes.quiet} title={one.sha256}>
                {t("versions.digest", { start: one.sha256.slice(0, 12) })}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
