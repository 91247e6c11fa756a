import { useWords } from "@/shared/words";

/** The office's own numbers, counters and people, and how each person likes to read. */
export default function SettingsPage() {
  const t = useWords("settings");
  return <h2>{t("tabs.office")}</h2>;
}
