import { IconAlertTriangle, IconCalendarDue, IconCheck } from "@tabler/icons-react";
import type { Lateness } from "@/backend/wire";
import { showDay } from "./days";
import { StateTag } from "./StateTag";
import { useWords } from "./words";

/** How late something is, in words. */
export function lateWords(late: Lateness, dueOn: string | undefined, t: ReturnType<typeof useWords<"shared">>): string {
  switch (late.state) {
    case "paid":
      return t("late.paid");
    case "overdue":
      return t("late.overdue", { count: late.days });
    case "due_soon":
    case "not_due":
      return late.days === 0 ? t("late.dueToday") : t("late.due", { day: dueOn ? showDay(dueOn, "short") : "" });
  }
}

/** How late something is, in a word, an icon and a colour. */
export function LateTag({ late, dueOn }: { late: Lateness; dueOn?: string }) {
  const t = useWords("shared");
  const words = lateWords(late, dueOn, t);
  switch (late.state) {
    case "paid":
      return (
        <StateTag tone="green" icon={IconCheck}>
          {words}
        </StateTag>
      );
    case "overdue":
      return (
        <StateTag tone="red" icon={IconAlertTriangle}>
          {words}
        </StateTag>
      );
    case "due_soon":
    case "not_due":
      return (
        <StateTag tone={late.state === "due_soon" ? "amber" : "quiet"} icon={IconCalendarDue}>
          {words}
        </StateTag>
      );
  }
}
