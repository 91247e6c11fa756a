import { IconRipple } from "@tabler/icons-react";
import type { Service, TariffService } from "@/backend/wire";
import { ServiceMark } from "@/shared/ServiceMark";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";

const counters: Record<TariffService, Service | null> = { electricity: "electricity", water: "water", gas: "gas", sewer: null };

/** The service of a plan. Sewer has no meter of its own, so no room else knows it. */
export function PlanService({ service }: { service: TariffService }) {
  const t = useWords("tariffs");
  const known = counters[service];
  return known ? <ServiceMark service={known} /> : <StateTag icon={IconRipple}>{t("service.sewer")}</StateTag>;
}
