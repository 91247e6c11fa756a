import { Button, Chip, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useCommand } from "@/backend/useCommand";
import type { ByLaw, Hit, TicketKind } from "@/backend/wire";
import { FindField } from "@/shared/FindField";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./TakeTicketSheet.module.css";

const kinds: TicketKind[] = ["payment", "overdue", "disconnection", "reconnection", "other"];
const laws: ByLaw[] = ["none", "elderly", "disabled", "pregnant"];

type Person = { customer: number; name: string; account: number | null };

/** Gives somebody in the hall a number. */
export function TakeTicketSheet({ onClose }: { onClose: () => void }) {
  const t = useWords("queue");
  const take = useCommand("take_ticket");
  const find = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [person, setPerson] = useState<Person | null>(null);
  const [kind, setKind] = useState<TicketKind>("payment");
  const [byLaw, setByLaw] = useState<ByLaw>("none");
  const [note, setNote] = useState("");

  const onFound = ({ customer, name, target, detail }: Hit) => {
    if (customer === null) return t("shared:find.nobody", { text: detail });
    // At once, so that the next Enter falls on the button.
    flushSync(() => setPerson({ customer, name, account: target.kind === "account" ? target.id : null }));
    button.current?.focus();
    return undefined;
  };
  const again = () => {
    take.reset();
    setPerson(null);
    setKind("payment");
    setByLaw("none");
    setNote("");
  };

  if (take.data) {
    return (
      <Sheet opened onClose={onClose} title={t("taking.taken")}>
        <p className={classes.number} role="status">
          {take.data.number}
        </p>
        <p className={classes.name}>{take.data.name}</p>
        <Group justify="center" mt="lg">
          <Button variant="default" onClick={again}>
            {t("taking.another")}
          </Button>
          <Button autoFocus onClick={onClose}>
            {t("taking.done")}
          </Button>
        </Group>
      </Sheet>
    );
  }
  return (
    <Sheet opened onClose={onClose} title={t("taking.title")} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          take.mutate({
            kind,
            customer: person?.customer,
            accounts: person?.account ? [person.account] : [],
            by_law: byLaw,
            note: note.trim(),
          });
        }}
      >
        <Stack>
          {person ? (
            <p className={classes.person}>
              <span>
                {t("taking.for")} <strong>{person.name}</strong>
              </span>
              <Button size="compact-sm" variant="subtle" onClick={() => setPerson(null)}>
                {t("taking.change")}
              </Button>
            </p>
          ) : (
            <div>
              <p className={classes.label}>{t("taking.find")}</p>
              <FindField autoFocus inputRef={find} label={t("taking.find")} onFound={onFound} />
              <p className={classes.hint}>{t("taking.findHint")}</p>
            </div>
          )}
          <Chip.Group value={kind} onChange={(value) => setKind(kinds.find((one) => one === value) ?? "payment")}>
            <fieldset className={classes.kinds}>
              <legend className={classes.label}>{t("taking.kind")}</legend>
              <div className={classes.chips}>
                {kinds.map((one) => (
                  <Chip key={one} value={one} radius="md" size="sm">
                    {t(`shared:kind.${one}`)}
                  </Chip>
                ))}
              </div>
            </fieldset>
          </Chip.Group>
          <Group grow align="start">
            <NativeSelect
              label={t("taking.byLaw")}
              value={byLaw}
              data={laws.map((one) => ({ value: one, label: t(`shared:byLaw.${one}`) }))}
              onChange={(event) => setByLaw(laws.find((one) => one === event.currentTarget.value) ?? "none")}
            />
            <TextInput label={t("taking.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          </Group>
          <Refusal error={take.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:cancel")}
            </Button>
            <Button ref={button} type="submit" loading={take.isPending}>
              {t("taking.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
