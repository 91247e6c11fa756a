import { useView } from "@/backend/useView";
import { Refusal } from "@/shared/Refusal";
import { goTo, useRoute } from "@/shared/route";
import { useMay } from "@/shared/session";
import { CustomerList } from "./CustomerList";
import { CustomerForm } from "./CustomerForm";
import { CustomerProfile } from "./CustomerProfile";

/** Finds people, shows everything about one, and edits it. */
export default function CustomersPage() {
  const { part } = useRoute();
  const seesAll = useMay("see customers");
  if (!seesAll) return <OwnProfile />;
  const id = Number(part);
  if (part === "new") {
    return (
      <>
        <CustomerList />
        <CustomerForm onClose={() => goTo("customers")} onSaved={(card) => goTo("customers", card.id)} />
      </>
    );
  }
  return id > 0 ? <OneProfile id={id} /> : <CustomerList />;
}

function OneProfile({ id }: { id: number }) {
  const card = useView("customer_card", { customer: id });
  if (card.data) return <CustomerProfile card={card.data} />;
  return <Refusal error={card.error} />;
}

function OwnProfile() {
  const card = useView("own_card", {});
  if (card.data) return <CustomerProfile card={card.data} own />;
  return <Refusal error={card.error} />;
}
