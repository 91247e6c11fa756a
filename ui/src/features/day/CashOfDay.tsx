import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconPrinter } from "@tabler/icons-react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useView } from "@/backend/useView";
import type { DayCash } from "@/backend/wire";
import { InstantText } from "@/shared/DayText";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import classes from "./DayPage.module.css";

/** What became of a day's cash beside its drawers: slips for the bank, counts of the safe, what was brought to it. */
export function CashOfDay({ on }: { on: string }) {
  const cash = useView("cash_of_day", { on }, { keep: true });
  if (cash.error) return <Refusal error={cash.error} />;
  if (!cash.data) return null;
  const { slips, counts, brought } = cash.data;
  return (
    <>
      {slips.length > 0 && <Slips slips={slips} />}
      {counts.length > 0 && <Counts counts={counts} />}
      {brought.length > 0 && <Brought brought={brought} />}
    </>
  );
}

function Slips({ slips }: Pick<DayCash, "slips">) {
  const t = useWords("day");
  const print = useMutation({
    mutationFn: (slip: DayCash["slips"][number]) =>
      asked(host().openDocument({ kind: slip.kind === "cheques" ? "cheque_slip" : "deposit_slip", slip: slip.id, format: "pdf" })),
  });
  return (
    <section aria-label={t("earlier.slips")}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("earlier.slips")}</th>
            <th scope="col">{t("earlier.what")}</th>
            <th scope="col">{t("earlier.by")}</th>
            <th scope="col" data-right>
              {t("earlier.amount")}
            </th>
            <th scope="col">
              <span className="cf-visually-hidden">{t("drawers.print")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {slips.map((slip) => (
            <tr key={slip.id}>
              <th scope="row">{slip.number}</th>
              <td>
                {t(slip.kind === "cheques" ? "shared:method.cheque" : "shared:method.cash")}
                {slip.taken_back && ` · ${t("deposit.takenBack")}`}
              </td>
              <td>{slip.by}</td>
              <td data-right>
                <Money minor={slip.amount} />
              </td>
              <td data-right>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t("deposit.printSlip", { number: slip.number })}
                  leftSection={<IconPrinter aria-hidden="true" size="0.95rem" stroke={1.75} />}
                  onClick={() => print.mutate(slip)}
                >
                  {t("drawers.print")}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Refusal error={print.error} />
    </section>
  );
}

function Counts({ counts }: Pick<DayCash, "counts">) {
  const t = useWords("day");
  return (
    <section aria-label={t("earlier.counts")}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("earlier.counts")}</th>
            <th scope="col">{t("earlier.by")}</th>
            <th scope="col" data-right>
              {t("drawers.expected")}
            </th>
            <th scope="col" data-right>
              {t("drawers.counted")}
            </th>
            <th scope="col" data-right>
              {t("drawers.variance")}
            </th>
          </tr>
        </thead>
        <tbody>
          {counts.map((one) => (
            <tr key={one.number}>
              <th scope="row">
                {one.number} <InstantText at={one.at} timeOnly />
              </th>
              <td>
                {[one.by, one.reason, one.allowed_by && t("earlier.allowedBy", { name: one.allowed_by })].filter(Boolean).join(" · ")}
              </td>
              <td data-right>
                <Money minor={one.expected} />
              </td>
              <td data-right>
                <Money minor={one.counted} />
              </td>
              <td data-right>
                <Money minor={one.off} quietZero />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Brought({ brought }: Pick<DayCash, "brought">) {
  const t = useWords("day");
  return (
    <section aria-label={t("earlier.brought")}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("earlier.brought")}</th>
            <th scope="col">{t("earlier.what")}</th>
            <th scope="col">{t("earlier.by")}</th>
            <th scope="col" data-right>
              {t("earlier.amount")}
            </th>
          </tr>
        </thead>
        <tbody>
          {brought.map((one) => (
            <tr key={one.number}>
              <th scope="row">{one.number}</th>
              <td>{[t(`safe.source.${one.came_from}`), one.voucher, one.note, one.taken_back && t("safe.takenBack", { reason: one.taken_back })].filter((part) => part !== "").join(" · ")}</td>
              <td>{one.by}</td>
              <td data-right>
                <Money minor={one.amount} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
