import type { TicketView } from "@/backend/wire";
import { useWords } from "./words";

/** A ticket's class with the figure behind it: "Overdue 41 days". */
export function ClassWords({ ticket }: { ticket: TicketView }) {
  const t = useWords("shared");
  const days = ticket.class_days;
  if (days !== null && ticket.class === "overdue") return t("late.overdue", { count: days });
  if (days !== null && ticket.class === "reconnection") return t("cutDays", { count: days });
  return t(`class.${ticket.class}`);
}
