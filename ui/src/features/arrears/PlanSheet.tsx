import { Button, Group, NumberInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { Instalment, StandingView } from "@/backend/wire";
import { DayField } from "@/shared/DayField";
import { showDay } from "@/shared/days";
import { focusInFront } from "@/shared/focus";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";

/** Agrees on monthly instalments; afterwards the agreement is printed to be signed. */
export function PlanSheet({ standing, onClose }: { standing: StandingView; onClose: () => void }) {
  const t = useWords("arrears");
  const { business_on: today } = useSession();
  const make = useCommand("make_plan");
  const [requestId] = useState(newRequestId);
  const [parts, setParts] = useState<number | string>(3);
  const [firstOn, setFirstOn] = useState(today);
  const [note, setNote] = useState("");
  const print = useMutation({ mutationFn: (plan: number) => asked(host().openDocument({ kind: "agreement", plan, format: "pdf" })) });
  const made = make.data;
  const count = Number(parts);
  const would = useView(
    "preview_plan",
    { account: standing.account, instalments: count, first_on: firstOn },
    { enabled: !made && Number.isInteger(count) && count >= 2 && firstOn !== "", keep: true },
  );
  return (
    <Sheet opened onClose={onClose} title={t("plan.title", { number: standing.number })}>
      {made ? (
        <div className={classes.fields} role="status">
          <Parts parts={made.instalments} />
          <Refusal error={print.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:close")}
            </Button>
            <Button ref={focusInFront} loading={print.isPending} onClick={() => print.mutate(made.id)}>
              {t("plan.print")}
            </Button>
          </Group>
        </div>
      ) : (
        <form
          className={classes.fields}
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate({
              request_id: requestId,
              account: standing.account,
              instalments: Number(parts),
              first_on: firstOn,
              note: note.trim() || undefined,
            });
          }}
        >
          <div className={classes.pair}>
            <NumberInput data-autofocus required label={t("plan.parts")} min={2} max={36} value={parts} onChange={setParts} />
            <DayField required label={t("plan.firstOn")} min={today} value={firstOn} onChange={setFirstOn} />
          </div>
          <TextInput label={t("plan.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          {would.error && !make.error ? (
            <Refusal error={would.error} />
          ) : (
            would.data && (
              <section aria-label={t("plan.would")}>
                <p>
                  {t("plan.covers")} <Money minor={would.data.total} />
                </p>
                {would.data.accrued > 0 && (
                  <p className={classes.quiet}>
                    {t("plan.accrued")} <Money minor={would.data.accrued} />
                  </p>
                )}
                <Parts parts={would.data.instalments} />
              </section>
            )
          )}
          <p className={classes.quiet}>{t("plan.words")}</p>
          <Refusal error={make.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" loading={make.isPending}>
              {t("plan.submit")}
            </Button>
          </Group>
        </form>
      )}
    </Sheet>
  );
}

/** What is to be paid when. */
function Parts({ parts }: { parts: Instalment[] }) {
  const t = useWords("arrears");
  return (
    <table className={classes.table}>
      <caption className="cf-visually-hidden">{t("account.plan")}</caption>
      <tbody>
        {parts.map((part) => (
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
  );
}
