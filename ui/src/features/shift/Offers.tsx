import { Button, Group } from "@mantine/core";
import { IconCoins } from "@tabler/icons-react";
import type { CashMoveView } from "@/backend/wire";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import classes from "./ShiftPage.module.css";
import { useMutationOfChange } from "./useAnswer";

/** Change that others offer: it is in one's drawer once it is accepted. */
export function Offers({ offers }: { offers: readonly CashMoveView[] }) {
  const t = useWords("shift");
  const answer = useMutationOfChange();
  const [first] = offers;
  useHotkeys(first ? [{ keys: "Alt+A", words: t("offers.accept"), run: () => answer.send(first.id, true) }] : []);
  return (
    <Panel icon={IconCoins} title={t("offers.title")}>
      {offers.map((one, at) => (
        <div key={one.id} className={classes.offer}>
          <span>
            {t("offers.from", { name: one.by, shift: one.shift })} <Money minor={one.amount} />
          </span>
          <Group gap="xs">
            <Button size="xs" loading={answer.isPending} rightSection={at === 0 ? <KeyHint keys="Alt+A" onBrand /> : undefined} onClick={() => answer.send(one.id, true)}>
              {t("offers.accept")}
            </Button>
            <Button size="xs" variant="default" disabled={answer.isPending} onClick={() => answer.send(one.id, false)}>
              {t("offers.decline")}
            </Button>
          </Group>
        </div>
      ))}
      <Refusal error={answer.error} />
    </Panel>
  );
}
