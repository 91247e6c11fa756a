import { Children, isValidElement, type ReactNode } from "react";
import { showMoney, useCurrency } from "./amounts";
import { DayText, InstantText } from "./DayText";
import { showDay, showInstant, showTime } from "./days";
import { lateWords, LateTag } from "./LateTag";
import { Money } from "./Money";
import { ServiceMark } from "./ServiceMark";
import { useWords } from "./words";

/** What a cell shows, as text: a filter looks for what is read on the screen, not for what is stored behind it. */
export function useShownText() {
  const t = useWords("shared");
  const currency = useCurrency();
  const shown = (node: ReactNode): string =>
    Children.toArray(node)
      .map((part) => {
        if (typeof part === "string" || typeof part === "number") return String(part);
        if (!isValidElement<Record<string, never>>(part)) return "";
        const { type, props } = part;
        // The few that word a value by themselves; everything else shows its children.
        if (type === Money) return showMoney(props["minor"] ?? 0, currency);
        if (type === DayText) return showDay(props["day"] ?? "", props["style"]);
        if (type === InstantText) return props["timeOnly"] ? showTime(props["at"] ?? 0) : showInstant(props["at"] ?? 0);
        if (type === ServiceMark) return t(`service.${props["service"] ?? "gas"}`);
        if (type === LateTag && props["late"]) return lateWords(props["late"], props["dueOn"], t);
        return shown(props["children"]);
      })
      .join(" ");
  return shown;
}
