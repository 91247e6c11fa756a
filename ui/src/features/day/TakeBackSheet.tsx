import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { AskedAct } from "@/backend/wire";
import { Sheet } from "@/shared/Sheet";
import { TwoPersons } from "@/shared/TwoPersons";
import { useWords } from "@/shared/words";
import { Waits } from "./Waits";

type Props = {
  title: string;
  /** What taking it back does. */
  words: string;
  /** What is asked for. */
  label: string;
  act: (reason: string) => AskedAct;
  /** The most that is done first, to be looked at later. */
  secondLook: number | null;
  onClose: () => void;
};

/** What of the office's cash was booked by mistake, on its own day: why, and whose word it has. */
export function TakeBackSheet({ title, words, label, act, secondLook, onClose }: Props) {
  const t = useWords("day");
  const [reason, setReason] = useState("");
  const [waits, setWaits] = useState(false);
  const why = reason.trim();
  return (
    <Sheet opened onClose={onClose} title={title}>
      {waits ? (
        <Waits words={t("deposit.asked")} onClose={onClose} />
      ) : (
        <TwoPersons
          asked={why === "" ? null : act(why)}
          reason={why}
          secondLook={secondLook}
          onCancel={onClose}
          onOutcome={(outcome) => (outcome.done ? onClose() : setWaits(true))}
        >
          <p>{words}</p>
          <TextInput data-autofocus required label={label} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        </TwoPersons>
      )}
    </Sheet>
  );
}
