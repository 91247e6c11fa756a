import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconCircleCheck, IconDeviceFloppy, IconPrinter } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import type { PaymentTaken } from "@/backend/wire";
import { showMoney, useCurrency } from "@/shared/amounts";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import classes from "./PaidPanel.module.css";

type Props = { taken: PaymentTaken; onNext: () => void };

/** After the payment: what to hand back, the receipt, and on to the next one. */
export function PaidPanel({ taken, onNext }: Props) {
  const t = useWords("counter");
  const currency = useCurrency();
  const print = useRef<HTMLButtonElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const receipt = { kind: "receipt", payment: taken.payment, format: "pdf" } as const;
  const open = useMutation({
    mutationFn: () => asked(host().openDocument(receipt)),
    onSettled: () => next.current?.focus(),
  });
  const save = useMutation({ mutationFn: () => asked(host().saveDocument(receipt)) });
  const out = open.data !== undefined || (save.data ?? null) !== null;
  useEffect(() => print.current?.focus(), []);

  return (
    <Panel icon={IconCircleCheck} title={t("paid.title")} className={classes.panel}>
      <div className={classes.change} data-none={taken.change === 0 || undefined} role="status">
        <span>{taken.change > 0 ? t("paid.handBack") : t("paid.exact")}</span>
        {taken.change > 0 && (
          <strong className={classes.amount}>
            <Money minor={taken.change} />
          </strong>
        )}
      </div>
      {(taken.stays_on.length > 0 || taken.gets_back_on.length > 0 || taken.spared > 0) && (
        <p className={classes.saved} role="status">
          {[
            taken.stays_on.length > 0 && t("paid.staysOn", { accounts: taken.stays_on.join(", ") }),
            taken.gets_back_on.length > 0 && t("paid.backOn", { accounts: taken.gets_back_on.join(", ") }),
            taken.spared > 0 && t("paid.spared", { amount: showMoney(taken.spared, currency) }),
          ]
            .filter(Boolean)
            .join(" ")}
        </p>
      )}
      <dl className={classes.facts}>
        <div>
          <dt>{t("paid.receipt")}</dt>
          <dd className={classes.number} data-testid="receipt-number">
            {taken.number}
          </dd>
        </div>
        <div>
          <dt>{t("paid.paid")}</dt>
          <dd>
            <Money minor={taken.paid} />
          </dd>
        </div>
        {taken.credit_added > 0 && (
          <div>
            <dt>{t("paid.credit")}</dt>
            <dd>
              <Money minor={taken.credit_added} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t("paid.left")}</dt>
          <dd>
            <Money minor={taken.left} quietZero />
          </dd>
        </div>
      </dl>
      <Refusal error={open.error ?? save.error} />
      {open.data !== undefined && open.data !== null && (
        <p className={classes.saved} role="status">
          {open.data === 0 ? t("paid.original") : t("paid.duplicate", { n: open.data })}
        </p>
      )}
      {save.data && (
        <p className={classes.saved} role="status">
          {t("paid.saved", { path: save.data })}
        </p>
      )}
      <div className={classes.acts}>
        <Button
          ref={print}
          size="lg"
          leftSection={<IconPrinter aria-hidden="true" size="1.15rem" stroke={1.75} />}
          rightSection={<KeyHint keys="Enter" onBrand />}
          loading={open.isPending}
          onClick={() => open.mutate()}
        >
          {out ? t("paid.printAgain") : t("paid.print")}
        </Button>
        <div className={classes.pair}>
          <Button
            variant="default"
            leftSection={<IconDeviceFloppy aria-hidden="true" size="1.05rem" stroke={1.75} />}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t("paid.save")}
          </Button>
          <Button ref={next} variant="default" rightSection={<KeyHint keys="Esc" />} onClick={onNext}>
            {t("paid.next")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
