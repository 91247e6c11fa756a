import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconFileCheck, IconPrinter } from "@tabler/icons-react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import type { DayState } from "@/backend/wire";
import { EmptyState } from "@/shared/EmptyState";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./DayPage.module.css";

/** The day's Z reports, each with its difference. */
export function DrawersPanel({ day }: { day: DayState }) {
  const t = useWords("day");
  const print = useMutation({
    mutationFn: (z: number) => asked(host().openDocument({ kind: "z_report", z, format: "pdf" })),
  });
  if (day.ended.length === 0) {
    return (
      <Panel icon={IconFileCheck} title={t("drawers.title")}>
        <EmptyState icon={IconFileCheck} title={t("drawers.none")} words={t("drawers.noneWords")} />
      </Panel>
    );
  }
  return (
    <Panel icon={IconFileCheck} title={t("drawers.title")}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("drawers.z")}</th>
            <th scope="col">{t("drawers.whose")}</th>
            <th scope="col" data-right>
              {t("drawers.expected")}
            </th>
            <th scope="col" data-right>
              {t("drawers.counted")}
            </th>
            <th scope="col" data-right>
              {t("drawers.variance")}
            </th>
            <th scope="col" data-right>
              {t("drawers.banked")}
            </th>
            <th scope="col">
              <span className="cf-visually-hidden">{t("drawers.print")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {day.ended.map((z) => (
            <tr key={z.id}>
              <th scope="row">{z.number}</th>
              <td>
                {z.name}, {z.counter}
              </td>
              <td data-right>
                <Money minor={z.expected} />
              </td>
              <td data-right>
                <Money minor={z.counted} />
              </td>
              <td data-right>
                {z.variance === 0 ? (
                  <Money minor={0} quietZero />
                ) : (
                  <StateTag tone="red">
                    <Money minor={z.variance} />
                  </StateTag>
                )}
              </td>
              <td data-right>
                <Money minor={z.banked} />
              </td>
              <td data-right>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t("drawers.printZ", { number: z.number })}
                  leftSection={<IconPrinter aria-hidden="true" size="0.95rem" stroke={1.75} />}
                  loading={print.isPending && print.variables === z.id}
                  onClick={() => print.mutate(z.id)}
                >
                  {t("drawers.print")}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Refusal error={print.error} />
    </Panel>
  );
}
