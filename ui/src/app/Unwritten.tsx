import { Button } from "@mantine/core";
import { IconPrinterOff } from "@tabler/icons-react";
import { useCommand } from "@/backend/useCommand";
import type { Unwritten as UnwrittenView } from "@/backend/wire";
import { InstantText } from "@/shared/DayText";
import { Refusal } from "@/shared/Refusal";
import { href } from "@/shared/route";
import { useMay } from "@/shared/session";
import { useWords } from "@/shared/words";
import classes from "./Unwritten.module.css";

type Props = { unwritten: UnwrittenView };

/** Papers that cannot be written to the disk: what, since when, why, and what to do about it. */
export function Unwritten({ unwritten }: Props) {
  const t = useWords("app");
  const retries = useMay("reprint receipts");
  const mends = useMay("change the office's settings");
  const retry = useCommand("write_again");
  const { what, since, problem, folder } = unwritten;
  return (
    <section className={classes.alarm} aria-label={t("unwritten.title")}>
      <IconPrinterOff aria-hidden="true" size="1.25rem" stroke={1.75} className={classes.icon} />
      <div className={classes.words}>
        <p role="alert">
          <strong>{t("unwritten.title")}</strong>{" "}
          {what.map(({ kind, count }) => t(`unwritten.kind.${kindOf(kind)}`, { count })).join(", ")}
        </p>
        <p className={classes.quiet}>
          {t("unwritten.since")} <InstantText at={since} /> · {problem}
        </p>
        <p className={classes.quiet}>{t(mends ? "unwritten.mend" : "unwritten.tell", { folder })}</p>
        <Refusal error={retry.error} />
      </div>
      <div className={classes.acts}>
        {mends && (
          <Button component="a" href={href("settings", "office")} variant="default">
            {t("unwritten.settings")}
          </Button>
        )}
        {retries && (
          <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate({})}>
            {t("unwritten.retry")}
          </Button>
        )}
      </div>
    </section>
  );
}

const kinds = [
  "receipt", "slip", "notice", "agreement", "voucher", "pay_out", "bounce_letter", "cheque_slip", "z_report", "deposit_slip", "day_paper", "day_files",
] as const;

function kindOf(kind: string) {
  return kinds.find((one) => one === kind) ?? "other";
}
