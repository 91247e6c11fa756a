import { monthOf, plusDays, plusMonths } from "@/shared/dayMath";

/** The stretches of time a report is asked for. */
export const periods = ["today", "week", "month", "last_month", "quarter", "year", "days"] as const;

export type Period = (typeof periods)[number];

/** The first and the last day of a period; for free days, those that were chosen, or the month so far. */
export function periodOf(period: Period, today: string, chosen: [string | null, string | null]): [string, string] {
  const month = monthOf(today);
  const whole = (first: string, months: number): [string, string] => [`${first}-01`, plusDays(`${plusMonths(first, months)}-01`, -1)];
  switch (period) {
    case "today":
      return [today, today];
    case "week":
      return [plusDays(today, -6), today];
    case "month":
      return whole(month, 1);
    case "last_month":
      return whole(plusMonths(month, -1), 1);
    case "quarter":
      return whole(plusMonths(month, -2), 3);
    case "year":
      return whole(plusMonths(month, -11), 12);
    case "days": {
      const day = /^\d{4}-\d\d-\d\d$/;
      const to = chosen[1] && day.test(chosen[1]) && chosen[1] <= today ? chosen[1] : today;
      const from = chosen[0] && day.test(chosen[0]) && chosen[0] <= to ? chosen[0] : `${monthOf(to)}-01`;
      return [from, to];
    }
  }
}
