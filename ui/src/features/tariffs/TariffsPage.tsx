import { useRoute } from "@/shared/route";
import { NewTariff } from "./NewTariff";
import { TariffList } from "./TariffList";
import { TariffPage } from "./TariffPage";

/** The office's tariffs: read, asked what they would cost or change, and written anew. */
export default function TariffsPage() {
  const { part } = useRoute();
  const id = Number(part);
  if (part === "new") return <NewTariff />;
  return id > 0 ? <TariffPage key={id} id={id} /> : <TariffList />;
}
