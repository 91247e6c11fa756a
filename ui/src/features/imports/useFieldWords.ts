import { useWords } from "@/shared/words";

/** A field of an import as people call it; one that has no words here yet is called by its own name. */
export function useFieldWords() {
  const t = useWords("imports");
  const names: Record<string, string> = t("fields", { returnObjects: true });
  return (field: string): string => names[field] ?? field.replaceAll("_", " ");
}
