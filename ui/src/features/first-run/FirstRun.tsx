import { useMutation } from "@tanstack/react-query";
import { asked } from "@/backend/call";
import { type FirstRunOffers, host } from "@/backend/host";
import type { Answers } from "./answers";
import { FirstRunPage } from "./FirstRunPage";
import { RecoveryPage } from "./RecoveryPage";

type Props = { offers: FirstRunOffers; onReady: () => void };

/** The first run: questions, then the recovery key, then the log-in. */
export function FirstRun({ offers, onReady }: Props) {
  const create = useMutation({ mutationFn: (answers: Answers) => asked(host().createBook(bookOf(answers))) });
  const demo = useMutation({ mutationFn: () => asked(host().createDemo()), onSuccess: onReady });
  const save = useMutation({ mutationFn: (file: { name: string; key: string }) => asked(host().saveText(file.name, file.key, true)) });

  if (create.data) {
    const key = create.data.recovery_key;
    return (
      <RecoveryPage
        recoveryKey={key}
        saved={save.data ?? null}
        saving={save.isPending}
        error={save.error}
        onSave={(name) => save.mutate({ name, key })}
        onDone={onReady}
      />
    );
  }
  return (
    <FirstRunPage
      offers={offers}
      busy={create.isPending || demo.isPending}
      error={create.error ?? demo.error}
      onCreate={(answers) => create.mutate(answers)}
      onDemo={() => demo.mutate()}
    />
  );
}

function bookOf(answers: Answers) {
  return {
    name: answers.officeName.trim(),
    address: answers.address.trim(),
    phone: answers.phone.trim(),
    registration: answers.registration.split("\n").map((line) => line.trim()).filter(Boolean).join("; "),
    language: answers.language,
    currency: answers.currency,
    zone: answers.zone,
    year_starts_in: answers.yearStartsIn,
    admin: { login: answers.adminLogin.trim(), name: answers.adminName.trim(), password: answers.adminPassword },
    passphrase: answers.keep === "passphrase" ? answers.passphrase : null,
  };
}
