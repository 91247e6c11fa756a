import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { MeterView } from "@/backend/wire";
import { FigureInput } from "@/shared/FigureInput";
import { useWords } from "@/shared/words";
import classes from "./MeteringPage.module.css";
import { type RegisterBy, RegisterFields } from "./RegisterFields";

/** A register of a meter that the book does not know yet, as it is typed. */
export type FreshRegister = RegisterBy & { register: number; band: string; first: string };

/** As many as a meter may have. */
const MOST = 50;

const plain: FreshRegister = { register: 1, band: "", digits: 0, multiplier: "1", unit: "", first: "" };

/** What a new meter has at first: the registers of the one it takes the place of, else one that counts all use. */
export function likeThoseOf(old: MeterView | null): FreshRegister[] {
  if (old === null || old.registers.length === 0) return [plain];
  return old.registers.map(({ register, band, multiplier, unit }) => ({ ...plain, register, band, multiplier, unit }));
}

type Props = { registers: FreshRegister[]; onRegisters: (registers: FreshRegister[]) => void };

/** The registers of a meter that the book does not know, each with what it shows first. */
export function NewRegisters({ registers, onRegisters }: Props) {
  const t = useWords("metering");
  const several = registers.length > 1;
  const change = (at: number, what: Partial<FreshRegister>) =>
    onRegisters(registers.map((one, place) => (place === at ? { ...one, ...what } : one)));
  const next = Math.max(0, ...registers.map((one) => one.register)) + 1;
  return (
    <>
      {registers.map((one, at) => (
        <div key={one.register} role="group" aria-label={t("hang.registerOf", { n: one.register })} className={classes.part}>
          {several && (
            <div className={classes.registerHead}>
              <strong>{t("hang.registerOf", { n: one.register })}</strong>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("hang.dropRegister", { n: one.register })}
                onClick={() => onRegisters(registers.filter((_, place) => place !== at))}
              >
                <IconTrash aria-hidden="true" size="1rem" />
              </ActionIcon>
            </div>
          )}
          <div className={classes.pair}>
            <FigureInput
              required
              label={several ? t("hang.firstOf", { n: one.register }) : t("hang.first")}
              value={one.first}
              onFigure={(first) => change(at, { first })}
            />
            <TextInput
              label={t("hang.band")}
              description={t("hang.bandHint")}
              maxLength={40}
              value={one.band}
              onChange={(event) => change(at, { band: event.currentTarget.value })}
            />
          </div>
          <RegisterFields value={one} unitHint={t("hang.unitHint")} onChange={(what) => change(at, what)} />
        </div>
      ))}
      {next <= MOST && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus aria-hidden="true" size="0.9rem" />}
          onClick={() => onRegisters([...registers, { ...plain, register: next }])}
        >
          {t("hang.addRegister")}
        </Button>
      )}
    </>
  );
}
