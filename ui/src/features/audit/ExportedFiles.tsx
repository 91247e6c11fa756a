import { ActionIcon, Button, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy, IconFolder } from "@tabler/icons-react";
import type { Exported } from "@/backend/wire";
import { showCount } from "@/shared/amounts";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";

/** What was written, where, and the hash by which anyone can tell that it still is what was written. */
export function ExportedFiles({ exported }: { exported: Exported }) {
  const t = useWords("audit");
  return (
    <div className={classes.exported}>
      <p role="status" className={classes.folder}>
        <IconFolder aria-hidden="true" size="1.125rem" stroke={1.75} />
        <span>{t("files.written", { count: exported.files.length, folder: exported.folder })}</span>
        <CopyButton value={exported.folder}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? t("shared:copied") : t("files.copyPath")}
            </Button>
          )}
        </CopyButton>
      </p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("files.name")}</th>
            <th scope="col" data-right>
              {t("files.rows")}
            </th>
            <th scope="col">{t("files.hash")}</th>
          </tr>
        </thead>
        <tbody>
          {exported.files.map((file) => (
            <tr key={file.name}>
              <th scope="row">
                {file.name} <span className={classes.quiet}>{size(file.bytes)}</span>
              </th>
              <td data-right>{showCount(file.rows)}</td>
              <td className={classes.sha}>
                <Tooltip label={file.sha256}>
                  <span className={classes.hash}>{file.sha256.slice(0, 8)}…</span>
                </Tooltip>
                <CopyButton value={file.sha256}>
                  {({ copied, copy }) => (
                    <ActionIcon size="sm" variant="subtle" color="gray" aria-label={copied ? t("shared:copied") : t("files.copyHash", { name: file.name })} onClick={copy}>
                      {copied ? <IconCheck aria-hidden="true" size="0.875rem" /> : <IconCopy aria-hidden="true" size="0.875rem" />}
                    </ActionIcon>
                  )}
                </CopyButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A job keeps its result as it came; only one that looks like an export is shown. */
export function exportedOf(result: unknown): Exported | null {
  const whole = typeof result === "object" && result !== null && "folder" in result && "files" in result;
  return whole && Array.isArray(result.files) ? (result as Exported) : null;
}

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(0)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
