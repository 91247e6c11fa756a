import { Button, Group } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useView } from "@/backend/useView";
import type { AccountArrears, StandingView } from "@/backend/wire";
import { showMoney, useCurrency } from "@/shared/amounts";
import { showDay } from "@/shared/days";
import { focusInFront } from "@/shared/focus";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { goTo } from "@/shared/route";
import { DisputeSheet } from "@/shared/DisputeSheet";
import { useMay } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useMinimumWords } from "@/shared/minimumWords";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";
import { CancelPlanSheet } from "./CancelPlanSheet";
import { nextWords } from "./LadderTab";
import { Loading } from "./Loading";
import { orderTone, planTone, rungTone } from "./looks";
import { PlanSheet } from "./PlanSheet";
import { ReconnectSheet } from "./ReconnectSheet";

type Front = "plan" | "cancel" | "dispute" | "reconnect" | null;

/** One account on the ladder: how it stands, and what may be agreed. */
export function AccountSheet({ account, onClose }: { account: number; onClose: () => void }) {
  const t = useWords("arrears");
  const view = useView("account_arrears", { account });
  const [front, setFront] = useState<Front>(null);
  const back = () => setFront(null);
  const known = view.data;
  if (known && front === "plan") return <PlanSheet standing={known.standing} onClose={back} />;
  if (known?.plan && front === "cancel") return <CancelPlanSheet plan={known.plan} onClose={back} />;
  if (known && front === "dispute") return <Dispute standing={known.standing} onClose={back} />;
  if (known && front === "reconnect") return <ReconnectSheet standing={known.standing} onClose={back} />;
  return (
    <Sheet
      opened
      onClose={onClose}
      size="46rem"
      title={known ? t("account.title", { number: known.standing.number, name: known.standing.name }) : t("account.loading")}
    >
      <Refusal error={view.error} />
      {known ? <Known arrears={known} onFront={setFront} /> : !view.error && <Loading height="14rem" />}
    </Sheet>
  );
}

function Dispute({ standing, onClose }: { standing: StandingView; onClose: () => void }) {
  const card = useView("customer_card", { customer: standing.customer });
  const open = card.data?.accounts.find((one) => one.id === standing.account)?.open_bills ?? [];
  const claims = open.map((one) => ({ id: one.id, number: one.number, due_on: one.due_on, left: one.surcharge + one.rest }));
  return <DisputeSheet account={standing.number} claims={claims} onClose={onClose} />;
}

function Known({ arrears, onFront }: { arrears: AccountArrears; onFront: (front: Front) => void }) {
  const t = useWords("arrears");
  const currency = useCurrency();
  const minimumWords = useMinimumWords();
  const may = useMay("work arrears");
  const { standing, plan, notices, orders, disputes } = arrears;
  const paying = plan?.state === "active";
  const open = useMutation({ mutationFn: (notice: number) => asked(host().openDocument({ kind: "notice", notice, format: "pdf" })) });
  const agreement = useMutation({ mutationFn: (id: number) => asked(host().openDocument({ kind: "agreement", plan: id, format: "pdf" })) });
  const facts = [
    [t("account.rung"), <StateTag key="rung" tone={rungTone[standing.rung]}>{t(`rung.${standing.rung}`)}</StateTag>],
    [t("col.next"), nextWords(t, standing)],
    [t("col.overdue"), <Money key="overdue" minor={standing.overdue} />],
    ...(standing.disputed > 0 ? [[t("col.disputed"), <Money key="disputed" minor={standing.disputed} />]] : []),
    ...(standing.in_plan > 0 ? [[t("account.inPlan"), <Money key="plan" minor={standing.in_plan} />]] : []),
    ...(standing.minimum ? [[minimumWords(standing.minimum), <Money key="minimum" minor={standing.minimum.amount} />]] : []),
  ] as const;
  return (
    <>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={String(name)}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {plan && (
        <section className={classes.part} aria-label={t("account.plan")}>
          <h3>{t("account.plan")}</h3>
          <StateTag tone={plan.kept ? planTone[plan.state] : "red"}>{plan.kept ? t(`plan.${plan.state}`) : t("plan.behind")}</StateTag>
          <table className={classes.table}>
            <caption className="cf-visually-hidden">{t("account.plan")}</caption>
            <tbody>
              {plan.instalments.map((part) => (
                <tr key={part.n}>
                  <th scope="row">{t("plan.part", { n: part.n })}</th>
                  <td>{showDay(part.due_on)}</td>
                  <td data-right>
                    <Money minor={part.amount} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {disputes.length > 0 && (
        <section className={classes.part} aria-label={t("tabs.disputes")}>
          <h3>{t("tabs.disputes")}</h3>
          <ul>
            {disputes.map((one) => (
              <li key={one.id}>
                {t("account.dispute", { bill: one.bill_number, amount: showMoney(one.amount, currency), reason: one.reason })}
              </li>
            ))}
          </ul>
        </section>
      )}
      {(notices.length > 0 || orders.length > 0) && (
        <section className={classes.part} aria-label={t("account.history")}>
          <h3>{t("account.history")}</h3>
          <table className={classes.table}>
            <caption className="cf-visually-hidden">{t("account.history")}</caption>
            <tbody>
              {orders.map((one) => (
                <tr key={`o${one.id}`}>
                  <th scope="row">{t(`order.one.${one.kind}`)}</th>
                  <td>{showDay(one.due_on)}</td>
                  <td>
                    <StateTag tone={orderTone[one.state]}>{t(`orderState.${one.state}`)}</StateTag> {one.note}
                  </td>
                </tr>
              ))}
              {notices.map((one) => (
                <tr key={`n${one.id}`}>
                  <th scope="row">{t(`notice.${one.kind}`)}</th>
                  <td>{showDay(one.business_on)}</td>
                  <td>
                    <button type="button" onClick={() => open.mutate(one.id)}>
                      {one.number}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Refusal error={open.error ?? agreement.error} />
      <Group justify="flex-end" gap="xs">
        {may && (
          <Button variant="default" onClick={() => onFront("dispute")}>
            {t("dispute.open")}
          </Button>
        )}
        {may && standing.status === "cut" && !orders.some((one) => one.kind === "reconnect" && one.state === "open") && (
          <Button variant="default" onClick={() => onFront("reconnect")}>
            {t("reconnect.open")}
          </Button>
        )}
        {plan && (
          <Button variant="default" loading={agreement.isPending} onClick={() => agreement.mutate(plan.id)}>
            {t("plan.paper")}
          </Button>
        )}
        {may && paying && (
          <Button variant="default" onClick={() => onFront("cancel")}>
            {t("plan.cancel")}
          </Button>
        )}
        {may && !paying && standing.overdue > 0 && (
          <Button variant="default" onClick={() => onFront("plan")}>
            {t("plan.make")}
          </Button>
        )}
        <Button ref={focusInFront} onClick={() => goTo("customers", standing.customer)}>
          {t("account.open")}
        </Button>
      </Group>
    </>
  );
}
