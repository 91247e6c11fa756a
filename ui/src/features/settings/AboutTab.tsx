import { useQuery } from "@tanstack/react-query";
import { IconInfoCircle, IconStack2 } from "@tabler/icons-react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import classes from "./SettingsPage.module.css";

/** The larger parts the program is made with, under their own licences. */
const parts = [
  { name: "Tauri", use: "window", licence: "MIT / Apache-2.0" },
  { name: "SQLCipher, SQLite", use: "book", licence: "BSD-3-Clause, public domain" },
  { name: "OpenSSL", use: "encryption", licence: "Apache-2.0" },
  { name: "krilla, HarfRust", use: "documents", licence: "MIT / Apache-2.0" },
  { name: "React", use: "screens", licence: "MIT" },
  { name: "Mantine, Recharts", use: "screens", licence: "MIT" },
  { name: "TanStack Query, Table, Virtual", use: "lists", licence: "MIT" },
  { name: "Tabler Icons", use: "icons", licence: "MIT" },
  { name: "Inter, Noto Sans", use: "letters", licence: "OFL-1.1" },
] as const;

export function AboutTab() {
  const t = useWords("settings");
  const status = useQuery({ queryKey: ["book_status"], queryFn: () => asked(host().bookStatus()) });
  return (
    <div className={classes.scroll}>
      <div className={classes.cards}>
        <Panel icon={IconInfoCircle} title={t("about.title", { version: status.data?.program ?? "" })}>
          <div className={classes.fields}>
            <Refusal error={status.error} />
            <p>{t("about.words")}</p>
            <p>{t("about.licence")}</p>
            <p className={classes.quiet}>{t("about.keys")}</p>
          </div>
        </Panel>
        <Panel icon={IconStack2} title={t("about.parts")}>
          <table className={classes.parts}>
            <thead>
              <tr>
                <th scope="col">{t("about.part")}</th>
                <th scope="col">{t("about.use")}</th>
                <th scope="col">{t("about.under")}</th>
              </tr>
            </thead>
            <tbody>
              {parts.map((part) => (
                <tr key={part.name}>
                  <th scope="row">{part.name}</th>
                  <td>{t(`about.uses.${part.use}`)}</td>
                  <td>{part.licence}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      </div>
    </div>
  );
}
