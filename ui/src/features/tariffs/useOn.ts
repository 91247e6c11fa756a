import { useCallback } from "react";
import type { OnView } from "@/backend/wire";
import { useWords } from "@/shared/words";

/** What a percentage is of, in words: "on energy and FPPCA". */
export function useOn(): (on: OnView) => string {
  const t = useWords("tariffs");
  return useCallback(
    (on) => {
      if (on.all) return t("read.on", { what: t("read.onAll") });
      const parts = [...on.groups.map((group) => t(`read.group.${group}`)), ...on.names];
      const last = parts.at(-1) ?? "";
      const what = parts.length > 1 ? t("read.and", { all: parts.slice(0, -1).join(", "), last }) : last;
      return t("read.on", { what });
    },
    [t],
  );
}
