import type { Why } from "@/backend/wire";
import { useWords } from "./words";

/** Why a ticket is next, in a sentence. The queue's rules are public; so is their outcome. */
export function useWhyText() {
  const t = useWords("shared");
  return (why: Why): string => {
    switch (why.why) {
      case "waited_too_long":
        return t("why.waited_too_long", { minutes: Math.floor(why.secs / 60) });
      case "turn_of_regular":
        return t("why.turn_of_regular", { count: why.after });
      case "most_urgent":
        return t("why.most_urgent");
      case "first_in_line":
        return t("why.first_in_line");
    }
  };
}
