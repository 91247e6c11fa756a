import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { ByLaw, CustomerCard } from "@/backend/wire";
import { languageName, useLanguages } from "@/shared/languages";
import { Refusal } from "@/shared/Refusal";
import { useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";

const noLaw: ByLaw = "none";
const laws: ByLaw[] = ["none", "elderly", "disabled", "pregnant"];

type Props = { card?: CustomerCard; onClose: () => void; onSaved: (card: CustomerCard) => void };

/** Makes a customer, or changes one as they were shown. */
export function CustomerForm({ card, onClose, onSaved }: Props) {
  const t = useWords("customers");
  const save = useCommand("save_customer");
  const [form, setForm] = useState({
    number: card?.number ?? "",
    name: card?.name ?? "",
    phone: card?.phone ?? "",
    email: card?.email ?? "",
    language: card?.language ?? "",
    by_law: card?.by_law ?? noLaw,
    note: card?.note ?? "",
    active: card?.active ?? true,
  });
  const { language: office } = useSession();
  const languages = useLanguages(card?.language ?? "");
  const set = (change: Partial<typeof form>) => setForm((now) => ({ ...now, ...change }));
  const submit = () =>
    save.mutate({ ...form, customer: card?.id, version: card?.version }, { onSuccess: onSaved });
  return (
    <Sheet opened onClose={onClose} size="lg" title={card ? t("form.editTitle", { name: card.name }) : t("form.newTitle")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          <Group grow align="start">
            <TextInput data-autofocus required label={t("form.name")} value={form.name} onChange={(event) => set({ name: event.currentTarget.value })} />
            <TextInput required label={t("form.number")} value={form.number} onChange={(event) => set({ number: event.currentTarget.value })} />
          </Group>
          <Group grow align="start">
            <TextInput type="tel" label={t("form.phone")} value={form.phone} onChange={(event) => set({ phone: event.currentTarget.value })} />
            <TextInput type="email" label={t("form.email")} value={form.email} onChange={(event) => set({ email: event.currentTarget.value })} />
          </Group>
          <Group grow align="start">
            <NativeSelect
              label={t("form.byLaw")}
              data={laws.map((one) => ({ value: one, label: t(`shared:byLaw.${one}`) }))}
              value={form.by_law}
              onChange={(event) => set({ by_law: laws.find((one) => one === event.currentTarget.value) ?? "none" })}
            />
            <NativeSelect
              label={t("form.language")}
              data={[{ value: "", label: t("form.officeLanguage", { language: languageName(office) }) }, ...languages]}
              value={form.language}
              onChange={(event) => set({ language: event.currentTarget.value })}
            />
          </Group>
          <TextInput label={t("form.note")} value={form.note} onChange={(event) => set({ note: event.currentTarget.value })} />
          {card && (
            <Checkbox label={t("form.active")} checked={form.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
          )}
          <Refusal error={save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t("form.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
