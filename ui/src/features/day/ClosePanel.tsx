import { Button, Group, Radio } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconCalendarCheck } from "@tabler/icons-react";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import type { DayState } from "@/backend/wire";
import { showDay } from "@/shared/days";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { useMay } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./DayPage.module.css";

/** What the day took, what it waits for, and the act that ends it. */
export function ClosePanel({ day }: { day: DayState }) {
  const t = useWords("day");
  const mayClose = useMay("move the business day");
  const [closing, setClosing] = useState(false);
  const printX = useMutation({
    mutationFn: (shift: number) => asked(host().openDocument({ kind: "x_report", shift, format: "pdf" })),
  });
  const ready = mayClose && day.open.length === 0 && day.next_on !== null;
  useHotkeys(mayClose ? [{ keys: "F8", words: t("close.act"), run: () => setClosing(true), ready }] : []);
  return (
    <Panel icon={IconCalendarCheck} title={t("close.title", { day: showDay(day.business_on) })}>
      <div className={classes.fields}>
        <Figures day={day} />
        {day.open.length > 0 && (
          <div role="status">
            <p className={classes.waits}>{t("close.waits", { count: day.open.length })}</p>
            <ul className={classes.list}>
              {day.open.map((one) => (
                <li key={one.id}>
                  {t(`state.${one.state}`, { number: one.number, name: one.name, counter: one.counter_code, next: one.handed_to ?? "" })}{" "}
                  <Button size="compact-xs" variant="subtle" onClick={() => printX.mutate(one.id)}>
                    {t("close.xReport", { number: one.number })}
                  </Button>
                </li>
              ))}
            </ul>
            <Refusal error={printX.error} />
          </div>
        )}
        {day.next_on === null && <p className={classes.quiet}>{t("close.ahead")}</p>}
        {day.business_on < day.clock_on && <p className={classes.asked}>{t("close.behind", { day: showDay(day.clock_on) })}</p>}
        {mayClose && (
          <div className={classes.acts}>
            <Button disabled={!ready} rightSection={<KeyHint keys="F8" onBrand />} onClick={() => setClosing(true)}>
              {t("close.act")}
            </Button>
          </div>
        )}
      </div>
      {closing && <CloseSheet day={day} onClose={() => setClosing(false)} />}
    </Panel>
  );
}

function Figures({ day }: { day: DayState }) {
  const t = useWords("day");
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>{t("figure.receipts")}</dt>
          <dd>{day.receipts}</dd>
        </div>
        <div>
          <dt>{t("figure.voids")}</dt>
          <dd>{day.voids}</dd>
        </div>
        <div>
          <dt>{t("figure.tickets")}</dt>
          <dd>{day.tickets_open}</dd>
        </div>
      </dl>
      {day.tenders.length + day.no_drawer.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t("figure.method")}</th>
              <th scope="col" data-right>
                {t("figure.count")}
              </th>
              <th scope="col" data-right>
                {t("figure.net")}
              </th>
            </tr>
          </thead>
          <tbody>
            {day.tenders.map((one) => (
              <tr key={one.method}>
                <th scope="row">{methodWord(t, one.method)}</th>
                <td data-right>{one.count}</td>
                <td data-right>
                  <Money minor={one.amount} />
                </td>
              </tr>
            ))}
            {day.no_drawer.map((one) => (
              <tr key={`no-drawer-${one.method}`}>
                <th scope="row">{t("figure.noDrawer", { method: methodWord(t, one.method) })}</th>
                <td data-right>{one.count}</td>
                <td data-right>
                  <Money minor={one.amount} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {day.cash_hidden && <p className={classes.quiet}>{t("figure.cashHidden")}</p>}
    </>
  );
}

const methods = ["cash", "cheque", "card", "upi", "bank"] as const;

function methodWord(t: ReturnType<typeof useWords<"day">>, word: string) {
  const method = methods.find((one) => one === word);
  return method ? t(`shared:method.${method}`) : word;
}

/** Says what closing does, and does it. */
function CloseSheet({ day, onClose }: { day: DayState; onClose: () => void }) {
  const t = useWords("day");
  const [requestId] = useState(newRequestId);
  const close = useCommand("close_day");
  const [to, setTo] = useState(day.next_on ?? day.business_on);
  const missed = day.missed.filter((one) => one < to);
  const from = showDay(day.business_on);
  return (
    <Sheet opened onClose={onClose} title={t("sheet.title", { day: from })} size="34rem">
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          close.mutate({ request_id: requestId, on: day.business_on, to }, { onSuccess: onClose });
        }}
      >
        {day.choices.length > 1 && (
          <Radio.Group label={t("sheet.choice")} value={to} onChange={setTo}>
            <div className={classes.fields}>
              {day.choices.map((one) => (
                <Radio
                  key={one}
                  value={one}
                  label={t(one === day.clock_on ? "sheet.clockDay" : "sheet.dayAfter", { day: showDay(one) })}
                  description={t(one === day.clock_on ? "sheet.clockDayWords" : "sheet.dayAfterWords", { from })}
                />
              ))}
            </div>
          </Radio.Group>
        )}
        {/* What cannot be taken back is read first: an Enter too many closes nothing. */}
        <p data-autofocus tabIndex={-1} className={classes.readFirst}>
          {t("sheet.words", { from, to: showDay(to) })}
        </p>
        {missed.length > 0 && <p className={classes.quiet}>{t("close.missed", { days: missed.map((one) => showDay(one)).join(", ") })}</p>}
        <ul className={classes.list}>
          <li>{t("sheet.numbers")}</li>
          <li>{t("sheet.line")}</li>
          <li>{t("sheet.voids", { from })}</li>
          {day.to_bank > 0 && <li>{t("sheet.toBank")}</li>}
          <li>{t("sheet.noBack")}</li>
        </ul>
        <Refusal error={close.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" loading={close.isPending}>
            {t("sheet.submit", { day: from })}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}
