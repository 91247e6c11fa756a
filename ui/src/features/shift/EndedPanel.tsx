import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconFileCheck, IconPrinter } from "@tabler/icons-react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import type { ZReportView } from "@/backend/wire";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import classes from "./ShiftPage.module.css";

/** One's own Z reports of the day. */
export function EndedPanel({ ended }: { ended: readonly ZReportView[] }) {
  const t = useWords("shift");
  const print = useMutation({
    mutationFn: (z: number) => asked(host().openDocument({ kind: "z_report", z, format: "pdf" })),
  });
  return (
    <Panel icon={IconFileCheck} title={t("ended.title")}>
      {ended.length === 0 && <p className={classes.quiet}>{t("ended.none")}</p>}
      {ended.map((z) => (
        <div key={z.id} className={classes.offer}>
          <span>
            <strong>{z.number}</strong> · {t("ended.variance")} <Money minor={z.variance} quietZero /> · {t("ended.banked")}{" "}
            <Money minor={z.banked} />
          </span>
          <Button
            size="xs"
            variant="default"
            loading={print.isPending}
            leftSection={<IconPrinter aria-hidden="true" size="1rem" stroke={1.75} />}
            onClick={() => print.mutate(z.id)}
          >
            {t("ended.print")}
          </Button>
        </div>
      ))}
      <Refusal error={print.error} />
    </Panel>
  );
}
