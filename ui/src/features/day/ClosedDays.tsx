import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconHistory, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import type { ClosedDay } from "@/backend/wire";
import { showDay } from "@/shared/days";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useSession } from "@/shared/session";
import { TendersOff } from "@/shared/TendersOff";
import { useWords } from "@/shared/words";
import classes from "./DayPage.module.css";
import { ZReportsSheet } from "./ZReportsSheet";

/** The days closed last, each with its paper and its Z reports; those of any other day, too. */
export function ClosedDays({ closed }: { closed: readonly ClosedDay[] }) {
  const t = useWords("day");
  const { business_on } = useSession();
  const [on, setOn] = useState<string | null>(null);
  const print = useMutation({
    mutationFn: (on: string) => asked(host().openDocument({ kind: "day_paper", on, format: "pdf" })),
  });
  return (
    <Panel
      icon={IconHistory}
      title={t("closed.title")}
      aside={
        <Button size="compact-sm" variant="default" onClick={() => setOn(closed[0]?.on ?? business_on)}>
          {t("earlier.open")}
        </Button>
      }
    >
      {closed.length === 0 && <p className={classes.quiet}>{t("closed.none")}</p>}
      {closed.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t("closed.day")}</th>
              <th scope="col" data-right>
                {t("closed.shifts")}
              </th>
              <th scope="col" data-right>
                {t("closed.variance")}
              </th>
              <th scope="col">
                <span className="cf-visually-hidden">{t("drawers.print")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {closed.map((one) => (
              <tr key={one.on}>
                <th scope="row" title={showDay(one.on)}>{showDay(one.on, "short")}</th>
                <td data-right>
                  <Button size="compact-xs" variant="subtle" aria-label={`${one.shifts} · ${t("earlier.of", { day: showDay(one.on) })}`} onClick={() => setOn(one.on)}>
                    {one.shifts}
                  </Button>
                </td>
                <td data-right>
                  <Money minor={one.variance} quietZero />
                  <TendersOff tenders={one.tenders} />
                </td>
                <td data-right>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t("closed.print", { day: showDay(one.on) })}
                    leftSection={<IconPrinter aria-hidden="true" size="0.95rem" stroke={1.75} />}
                    onClick={() => print.mutate(one.on)}
                  >
                    {t("drawers.print")}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Refusal error={print.error} />
      {on !== null && <ZReportsSheet on={on} onDay={setOn} onClose={() => setOn(null)} />}
    </Panel>
  );
}
