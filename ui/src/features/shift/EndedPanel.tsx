import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconFileCheck, IconPrinter } from "@tabler/icons-react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import type { ZReportView } from "@/backend/wire";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { TendersOff } from "@/shared/TendersOff";
import { useWords } from "@/shared/words";
import classes from "./ShiftPage.module.css";

type Props = { ended: readonly ZReportView[]; forOthers: readonly ZReportView[] };

/** One's own Z reports of the day, and those of the drawers one has just closed for others. */
export function EndedPanel({ ended, forOthers }: Props) {
  const t = useWords("shift");
  const print = useMutation({
    mutationFn: (z: number) => asked(host().openDocument({ kind: "z_report", z, format: "pdf" })),
  });
  const others = forOthers.filter((z) => ended.every((own) => own.id !== z.id));
  const all = [...others, ...ended];
  return (
    <Panel icon={IconFileCheck} title={t("ended.title")}>
      {all.length === 0 && <p className={classes.quiet}>{t("ended.none")}</p>}
      {all.map((z) => (
        <div key={z.id} className={classes.ended}>
          <div>
            <strong>{z.number}</strong> {others.includes(z) && <span className={classes.quiet}>· {z.name}</span>}
            <p className={classes.small}>
              {t("ended.variance")} <Money minor={z.variance} quietZero /> · {t("ended.banked")} <Money minor={z.banked} />
            </p>
            <TendersOff tenders={z.tenders} />
          </div>
          <Button
            size="xs"
            flex="none"
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
