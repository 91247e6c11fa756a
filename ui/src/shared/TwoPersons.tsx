import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { AskedAct, AskOutcome } from "@/backend/wire";
import { showMoney, useCurrency } from "./amounts";
import { focusInFront } from "./focus";
import { Foot } from "./Foot";
import { newRequestId } from "./requestId";
import { useMay } from "./session";
import { useWords } from "./words";
import classes from "./TwoPersons.module.css";

type Props = {
  /** The act as it will be carried out; null while something is missing. */
  asked: AskedAct | null;
  /** Why it should happen; empty while nobody has said. */
  reason: string;
  /** The most that may be done first and have a second look; null where nothing may. */
  secondLook: number | null;
  /** None where there is nothing to go back to. */
  onCancel?: () => void;
  onOutcome?: (outcome: AskOutcome) => void;
  /** It has just taken the place of what had the focus: the manager's name has it now. */
  tookOver?: boolean;
  /** What is asked before. */
  children?: ReactNode;
};

/**
 * What needs a second person: a manager's PIN at this screen does it at once, without one it goes on the list, and
 * what is small may be done first and looked at later. Nobody's own word counts.
 */
export function TwoPersons({ asked, reason, secondLook, onCancel, onOutcome, tookOver = false, children }: Props) {
  const t = useWords("approvals");
  const currency = useCurrency();
  const may = useMay("ask for approval");
  const ask = useCommand("ask_approval");
  const [requestId, setRequestId] = useState(newRequestId);
  const [manager, setManager] = useState({ login: "", pin: "" });
  const here = manager.login.trim() !== "" && manager.pin !== "";
  const ready = may && asked !== null && reason.trim() !== "";
  const mayFirst = secondLook !== null && !here;
  const beside = useView("who_may_allow", {}, { enabled: may && mayFirst }).data ?? [];
  const send = (doneFirst: boolean) => {
    if (!ready || asked === null) return;
    const word = here && !doneFirst ? { login: manager.login.trim(), ...secret(manager.pin) } : null;
    ask.mutate(
      { request_id: requestId, asked, reason: reason.trim(), manager: word, done_first: doneFirst },
      {
        onSuccess: onOutcome,
        // Another word, or another way, is another request.
        onError: () => setRequestId(newRequestId()),
      },
    );
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        send(false);
      }}
    >
      {children}
      <fieldset className={classes.manager} disabled={!may}>
        <legend>{t("here.title")}</legend>
        <TextInput
          ref={tookOver ? focusInFront : undefined}
          label={t("here.login")}
          autoComplete="off"
          value={manager.login}
          onChange={(event) => setManager({ ...manager, login: event.currentTarget.value })}
        />
        <PasswordInput
          label={t("here.pin")}
          autoComplete="off"
          value={manager.pin}
          onChange={(event) => setManager({ ...manager, pin: event.currentTarget.value })}
        />
        <p className={classes.quiet}>{t("here.words")}</p>
      </fieldset>
      {mayFirst && beside.length > 0 && (
        <p className={classes.beside} role="status">
          {t("here.beside", { names: beside.map((one) => one.name).join(", "), count: beside.length })}
        </p>
      )}
      <Foot error={ask.error}>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t("here.keep")}
          </Button>
        )}
        {mayFirst && (
          <Button variant="default" disabled={!ready} loading={ask.isPending} onClick={() => send(true)}>
            {t(beside.length > 0 ? "here.firstAll" : "here.first", { most: showMoney(secondLook, currency) })}
          </Button>
        )}
        <Button type="submit" color="violet" disabled={!ready} loading={ask.isPending}>
          {here ? t("here.now") : t("here.ask")}
        </Button>
      </Foot>
    </form>
  );
}

/** Digits are a PIN; whoever has none yet types the password. */
function secret(typed: string) {
  return /^\d{4,8}$/.test(typed) ? { pin: typed } : { password: typed };
}
