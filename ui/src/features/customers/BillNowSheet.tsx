import { Button, Group, Skeleton, Stack } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { BillPreview } from "@/backend/wire";
import { BillBasis } from "@/shared/BillBasis";
import { DayPicker } from "@/shared/DayPicker";
import { DayText } from "@/shared/DayText";
import { focusInFront } from "@/shared/focus";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./papers.module.css";

/** The bill of one account, at the counter: looked at first, then issued. */
export function BillNowSheet({ account, onClose }: { account: number; onClose: () => void }) {
  const t = useWords("customers");
  const session = useSession();
  const [to, setTo] = useState(session.business_on);
  const [request] = useState(newRequestId);
  const preview = useView("preview_bill", { account, to }, { keep: true });
  const issue = useCommand("issue_bill");
  const shown = preview.error ? undefined : preview.data;
  return (
    <Sheet opened onClose={onClose} title={t("billNow.title")} size="44rem">
      <Stack>
        <Group justify="space-between">
          <span>{t("billNow.to")}</span>
          <DayPicker label={t("billNow.to")} value={to} max={session.business_on} onChange={setTo} />
        </Group>
        <Refusal error={preview.error} />
        {shown ? <Would bill={shown} /> : !preview.error && <Skeleton height="14rem" />}
        <Refusal error={issue.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button
            // A button that cannot be pressed yet takes no focus: it gets it when the bill is there.
            ref={shown && !issue.isPending ? focusInFront : undefined}
            disabled={!shown}
            loading={issue.isPending}
            onClick={() => shown && issue.mutate({ request_id: request, account, version: shown.version, total: shown.total, to }, { onSuccess: onClose })}
          >
            {t("billNow.issue")}
          </Button>
        </Group>
      </Stack>
    </Sheet>
  );
}

function Would({ bill }: { bill: BillPreview }) {
  const t = useWords("customers");
  const sums: [string, number][] = [[t("bill.total"), bill.total]];
  if (bill.credit_used !== 0) sums.push([t("billNow.credit"), -bill.credit_used]);
  if (bill.set_off !== 0) sums.push([t("billNow.setOff"), -bill.set_off]);
  if (bill.arrears !== 0) sums.push([t("billNow.arrears"), bill.arrears]);
  sums.push([t("billNow.payable"), bill.payable]);
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>{t("bill.period")}</dt>
          <dd>
            <DayText day={bill.period_from} /> – <DayText day={bill.period_to} />
          </dd>
        </div>
        <div>
          <dt>{t("billNow.units")}</dt>
          <dd>
            {bill.units} {bill.unit}
            {bill.estimated && ` ${t("billNow.estimated")}`}
          </dd>
        </div>
        <div>
          <dt>{t("account.tariff")}</dt>
          <dd>{bill.tariff}</dd>
        </div>
        <div>
          <dt>{t("bill.due")}</dt>
          <dd>
            <DayText day={bill.due_on} />
          </dd>
        </div>
      </dl>
      {bill.basis && <BillBasis basis={bill.basis} />}
      <table className={classes.lines}>
        <caption className="cf-visually-hidden">{t("bill.line")}</caption>
        <tbody>
          {bill.lines.map((line, index) => (
            <tr key={index}>
              <th scope="row">{line.label}</th>
              <td data-right>{line.quantity}</td>
              <td data-right>{line.rate}</td>
              <td data-right>
                <Money minor={line.amount} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {sums.map(([words, minor]) => (
            <tr key={words}>
              <th scope="row" colSpan={3}>
                {words}
              </th>
              <td data-right>
                <Money minor={minor} />
              </td>
            </tr>
          ))}
        </tfoot>
      </table>
    </>
  );
}
