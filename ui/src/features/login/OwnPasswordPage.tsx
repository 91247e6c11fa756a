import { Button } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { Cover } from "@/shared/Cover";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import { Password } from "./LogInPage";
import classes from "./login.module.css";

type Props = { name: string; onChanged: () => void; onLogOut: () => void };

const blank = { old: "", new: "", again: "" };

/** Stands before the rooms while an administrator knows the password: whoever it is for chooses one of their own. */
export function OwnPasswordPage({ name, onChanged, onLogOut }: Props) {
  const t = useWords("login");
  const change = useCommand("change_password");
  const [form, setForm] = useState(blank);
  const [tried, setTried] = useState(false);
  const differ = form.new !== form.again;
  const set = (part: Partial<typeof blank>) => setForm((now) => ({ ...now, ...part }));
  return (
    <Cover title={t("ownTitle")} subtitle={t("ownWords", { name })}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!differ) change.mutate({ old: form.old, new: form.new }, { onSuccess: onChanged });
        }}
      >
        <Password label={t("ownOld")} value={form.old} onChange={(old) => set({ old })} autoFocus />
        <Password fresh label={t("ownNew")} value={form.new} onChange={(typed) => set({ new: typed })} />
        <Password fresh label={t("ownAgain")} value={form.again} onChange={(again) => set({ again })} error={tried && differ ? t("ownDiffer") : undefined} />
        <Refusal error={change.error} />
        <Button type="submit" size="md" loading={change.isPending}>
          {t("ownSubmit")}
        </Button>
        <Button variant="subtle" color="gray" onClick={onLogOut}>
          {t("other")}
        </Button>
      </form>
    </Cover>
  );
}
