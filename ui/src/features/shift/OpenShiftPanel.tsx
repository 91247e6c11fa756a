import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconArrowsExchange, IconCash, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import type { DrawerView, OwnShift } from "@/backend/wire";
import { InstantText } from "@/shared/DayText";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import { CountSheet } from "./CountSheet";
import { MoveSheet, type Move } from "./MoveSheet";
import { Moves } from "./Moves";
import classes from "./ShiftPage.module.css";

/** The open drawer: what was done at it, without what it must hold, and the ways in and out of it. */
export function OpenShiftPanel({ own, drawer }: { own: OwnShift; drawer: DrawerView }) {
  const t = useWords("shift");
  const [moving, setMoving] = useState<Move | null>(null);
  const [counting, setCounting] = useState(false);
  const print = useMutation({
    mutationFn: () => asked(host().openDocument({ kind: "x_report", shift: own.shift.id, format: "pdf" })),
  });
  const moves: { move: Move; keys: string }[] = [
    { move: "drop", keys: "F9" },
    { move: "cash_in", keys: "Alt+I" },
    { move: "cash_out", keys: "Alt+O" },
    { move: "change", keys: "Alt+G" },
  ];
  const shown = moves.filter(({ move }) => move !== "change" || drawer.others.length > 0);
  useHotkeys([
    { keys: "F8", words: t("count.start"), run: () => setCounting(true) },
    ...shown.map(({ move, keys }) => ({ keys, words: t(`move.${move}.act`), run: () => setMoving(move) })),
    { keys: "Ctrl+P", words: t("x.print"), run: () => print.mutate(), ready: !print.isPending },
  ]);
  return (
    <>
      <Panel
        icon={IconCash}
        title={t("own.title", { number: own.shift.number })}
        aside={
          <Button
            size="xs"
            variant="default"
            loading={print.isPending}
            leftSection={<IconPrinter aria-hidden="true" size="1rem" stroke={1.75} />}
            rightSection={<KeyHint keys="Ctrl+P" />}
            onClick={() => print.mutate()}
          >
            {t("x.print")}
          </Button>
        }
      >
        <div className={classes.fields}>
          {own.drop_asked && (
            <p className={classes.asked} role="status">
              {t("dropAsked")}
            </p>
          )}
          <Facts own={own} />
          <p className={classes.quiet}>{t("own.hidden")}</p>
          <Refusal error={print.error} />
          <div className={classes.acts}>
            <Button rightSection={<KeyHint keys="F8" onBrand />} onClick={() => setCounting(true)}>
              {t("count.start")}
            </Button>
          </div>
        </div>
      </Panel>
      <Panel icon={IconArrowsExchange} title={t("moves.title")}>
        <div className={classes.fields}>
          <div className={classes.ways}>
            {shown.map(({ move, keys }) => (
              <Button key={move} size="xs" variant="default" rightSection={<KeyHint keys={keys} />} onClick={() => setMoving(move)}>
                {t(`move.${move}.act`)}
              </Button>
            ))}
          </div>
          <Moves moves={own.moves} />
        </div>
      </Panel>
      {moving && <MoveSheet move={moving} own={own} others={drawer.others} onClose={() => setMoving(null)} />}
      {counting && <CountSheet own={own} denominations={drawer.denominations} onClose={() => setCounting(false)} />}
    </>
  );
}

function Facts({ own }: { own: OwnShift }) {
  const t = useWords("shift");
  const tenders = own.tenders.filter((one) => one.count > 0);
  const methods = tenders.map((one) => `${t(`shared:method.${methodOf(one.method)}`)} ${one.count}`).join(", ");
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t("own.opened")}</dt>
        <dd>
          <InstantText at={own.shift.opened_at} timeOnly />
        </dd>
      </div>
      <div>
        <dt>{t("own.float")}</dt>
        <dd>
          <Money minor={own.shift.float} />
        </dd>
      </div>
      <div>
        <dt>{t("own.receipts")}</dt>
        <dd>{t("own.receiptsCount", { count: own.receipts.count, voids: own.receipts.voids })}</dd>
      </div>
      <div>
        <dt>{t("own.tenders")}</dt>
        <dd>{methods === "" ? t("own.none") : methods}</dd>
      </div>
    </dl>
  );
}

const methods = ["cash", "cheque", "card", "upi", "bank"] as const;

/** A way of paying by its word. */
function methodOf(word: string) {
  return methods.find((one) => one === word) ?? "cash";
}
