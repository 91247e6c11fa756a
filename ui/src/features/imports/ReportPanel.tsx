import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconDeviceFloppy } from "@tabler/icons-react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { showCount } from "@/shared/amounts";
import { Refusal } from "@/shared/Refusal";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import type { Report } from "./report";
import { useFieldWords } from "./useFieldWords";
import classes from "./ReportPanel.module.css";

const SHOWN = 50;

/** What an import did, and every bad row by its own number. */
export function ReportPanel({ report }: { report: Report }) {
  const t = useWords("imports");
  const say = useFieldWords();
  const save = useMutation({ mutationFn: () => asked(host().saveCopy(report.errorFile)) });
  const counts = ["rows", "created", "updated", "unchanged", "bad"] as const;
  return (
    <div className={classes.report}>
      {report.dryRun && <StateTag tone="brand">{t("report.dryDone")}</StateTag>}
      {report.stopped && <StateTag tone="amber">{t("report.stopped")}</StateTag>}
      <dl className={classes.counts}>
        {counts.map((name) => (
          <div key={name} data-bad={(name === "bad" && report.bad > 0) || undefined}>
            <dt>{t(`report.${name}`)}</dt>
            <dd>{showCount(report[name])}</dd>
          </div>
        ))}
      </dl>
      {report.bad === 0 ? (
        !report.stopped && <StateTag tone="green">{t("report.good")}</StateTag>
      ) : (
        <>
          <table className={classes.errors}>
            <caption>{t("report.errors")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("report.row")}</th>
                <th scope="col">{t("report.field")}</th>
                <th scope="col">{t("report.value")}</th>
                <th scope="col">{t("report.expected")}</th>
              </tr>
            </thead>
            <tbody>
              {report.errors.slice(0, SHOWN).map((error, index) => (
                <tr key={index}>
                  <td>{error.row}</td>
                  <td>{say(error.field)}</td>
                  <td>{error.value}</td>
                  <td>{error.expected}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {report.errorFile && (
            <Button size="xs" variant="default" leftSection={<IconDeviceFloppy aria-hidden="true" size="1rem" stroke={1.75} />} loading={save.isPending} onClick={() => save.mutate()}>
              {t("report.saveErrors")}
            </Button>
          )}
          {save.data && <p role="status">{t("report.saved", { path: save.data })}</p>}
          <Refusal error={save.error} />
        </>
      )}
    </div>
  );
}
