import { Button, Group } from "@mantine/core";
import { useCommand } from "@/backend/useCommand";
import type { TariffView } from "@/backend/wire";
import { KeyHint } from "@/shared/KeyHint";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import { counted } from "./counted";

/** A plan is closed to further accounts, or opened to them again. */
export function RetireSheet({ tariff, onClose }: { tariff: TariffView; onClose: () => void }) {
  const t = useWords("tariffs");
  const retire = useCommand("retire_tariff");
  const go = () =>
    retire.mutate({ tariff: tariff.id, version: tariff.version, active: !tariff.active }, { onSuccess: onClose });
  return (
    <Sheet opened onClose={onClose} title={tariff.active ? t("retireTitle", { name: tariff.name }) : `${t("takeUp")}: ${tariff.name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        {tariff.active && <p>{t("retireWords", counted(tariff.accounts))}</p>}
        <Refusal error={retire.error} />
        <Group justify="end" mt="md" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button data-autofocus type="submit" loading={retire.isPending} rightSection={<KeyHint keys="Enter" onBrand />}>
            {tariff.active ? t("retireDo") : t("takeUp")}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}
