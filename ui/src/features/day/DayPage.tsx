import { useView } from "@/backend/useView";
import { Refusal } from "@/shared/Refusal";
import { ClosedDays } from "./ClosedDays";
import { ClosePanel } from "./ClosePanel";
import classes from "./DayPage.module.css";
import { DepositPanel } from "./DepositPanel";
import { DrawersPanel } from "./DrawersPanel";
import { SafePanel } from "./SafePanel";

/** The end of a business day: every drawer counted, the cash on its way to the bank, the day closed. */
export default function DayPage() {
  const day = useView("day_state", {}, { every: 15_000 });
  if (!day.data) return day.error ? <Refusal error={day.error} /> : null;
  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <ClosePanel day={day.data} />
        <DrawersPanel day={day.data} />
      </div>
      <div className={classes.column}>
        <SafePanel day={day.data} />
        <DepositPanel day={day.data} />
        <ClosedDays closed={day.data.closed} />
      </div>
    </div>
  );
}
