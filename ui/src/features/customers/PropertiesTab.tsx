import { Button, Checkbox, Group, Stack, Textarea } from "@mantine/core";
import { IconHome, IconPlus } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { CustomerCard, PropertyView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { EmptyState } from "@/shared/EmptyState";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";

const column = createColumnHelper<PropertyView>();

type Props = { card: CustomerCard; mayEdit: boolean };

export function PropertiesTab({ card, mayEdit }: Props) {
  const t = useWords("customers");
  const [open, setOpen] = useState<PropertyView | "new" | null>(null);
  const columns = useMemo(
    () => [
      column.accessor("address", { header: t("property.address") }),
      column.accessor("active", {
        header: t("account.status"),
        meta: { width: "10rem" },
        cell: ({ getValue }) => (
          <StateTag tone={getValue() ? "green" : "quiet"}>
            {getValue() ? t("property.active") : t("property.inactive")}
          </StateTag>
        ),
      }),
      column.display({
        id: "accounts",
        header: t("accounts"),
        meta: { width: "8rem", right: true },
        cell: ({ row }) => card.accounts.filter((account) => account.property === row.original.id).length,
      }),
    ],
    [t, card.accounts],
  );
  return (
    <>
      <DataTable
        label={t("tabs.properties")}
        columns={columns}
        rows={card.properties}
        rowId={(property) => String(property.id)}
        onOpen={mayEdit ? setOpen : undefined}
        filterable={card.properties.length > 10}
        empty={<EmptyState icon={IconHome} title={t("property.none")} words={t("property.noneWords")} />}
        tools={
          mayEdit && (
            <Button size="xs" variant="default" leftSection={<IconPlus aria-hidden="true" size="1rem" />} onClick={() => setOpen("new")}>
              {t("property.add")}
            </Button>
          )
        }
      />
      {open !== null && (
        <PropertyForm customer={card.id} property={open === "new" ? undefined : open} onClose={() => setOpen(null)} />
      )}
    </>
  );
}

type FormProps = { customer: number; property?: PropertyView; onClose: () => void };

function PropertyForm({ customer, property, onClose }: FormProps) {
  const t = useWords("customers");
  const save = useCommand("save_property");
  const [address, setAddress] = useState(property?.address ?? "");
  const [active, setActive] = useState(property?.active ?? true);
  const submit = () =>
    save.mutate(
      { property: property?.id, version: property?.version, customer, address: address.trim(), active },
      { onSuccess: onClose },
    );
  return (
    <Sheet opened onClose={onClose} title={property ? t("property.titleEdit") : t("property.titleNew")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          <Textarea data-autofocus required rows={3} label={t("property.address")} value={address} onChange={(event) => setAddress(event.currentTarget.value)} />
          <Checkbox label={t("property.active")} checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />
          <Refusal error={save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t("shared:save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
