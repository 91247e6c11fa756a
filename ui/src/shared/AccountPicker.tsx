import { Radio, Stack } from "@mantine/core";
import { useRef, useState } from "react";
import { useView } from "@/backend/useView";
import type { Hit } from "@/backend/wire";
import { FindField } from "./FindField";
import { Refusal } from "./Refusal";
import { useWords } from "./words";

/** Somebody was found; `account` is null until one of their accounts is chosen. */
export type PickedAccount = { account: number | null };

type Props = {
  label: string;
  autoFocus?: boolean;
  picked: PickedAccount | null;
  onPicked: (picked: PickedAccount) => void;
};

/** One account, found by any number or name: whoever was found by a name or a bill says which of their accounts. */
export function AccountPicker({ label, autoFocus, picked, onPicked }: Props) {
  const t = useWords("shared");
  const find = useRef<HTMLInputElement>(null);
  const [customer, setCustomer] = useState<number | null>(null);
  const card = useView("customer_card", { customer: customer ?? 0 }, { enabled: customer !== null });
  const onFound = (hit: Hit) => {
    if (hit.customer === null) return t("find.nobody", { text: hit.detail });
    setCustomer(hit.customer);
    onPicked({ account: hit.target.kind === "account" ? hit.target.id : null });
    return undefined;
  };
  const open = (card.data?.accounts ?? []).filter((account) => account.status !== "closed" || account.id === picked?.account);
  return (
    <>
      <FindField autoFocus={autoFocus} inputRef={find} label={label} onFound={onFound} />
      <Refusal error={card.error} />
      {card.data && open.length === 0 && <p role="status">{t("find.noAccount", { name: card.data.name })}</p>}
      {card.data && open.length > 0 && (
        <Radio.Group
          mt="xs"
          label={t("find.whichAccount", { name: card.data.name })}
          value={picked?.account ? String(picked.account) : null}
          onChange={(value) => onPicked({ account: Number(value) })}
        >
          <Stack gap="xs" mt="xs">
            {open.map(({ id, number, service, meter }) => (
              <Radio key={id} value={String(id)} label={`${number} · ${t(`service.${service}`)}`} description={meter || undefined} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </>
  );
}
