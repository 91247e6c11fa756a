import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconPrinter } from "@tabler/icons-react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import type { ZReportView } from "@/backend/wire";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { StateTag } from "@/shared/StateTag";
import { TendersOff } from "@/shared/TendersOff";
import { useWords } from "@/shared/words";
import classes from "./DayPage.module.css";

/** Z reports, each with its difference and its paper. */
export function ZTable({ reports }: { reports: readonly ZReportView[] }) {
  const t = useWords("day");
  const print = useMutation({
    mutationFn: (z: number) => asked(host().openDocument({ kind: "z_report", z, format: "pdf" })),
  });
  return (
    <>
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
          {reports.map((z) => (
            <tr key={z.id}>
              <th scope="row" className={classes.number}>
                {z.number}
              </th>
              <td>
                {z.name}, {z.counter}
                {z.closed_by !== "" && <small className={classes.by}>{t("drawers.closedBy", { name: z.closed_by })}</small>}
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
                <TendersOff tenders={z.tenders} />
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
    </>
  );
}
