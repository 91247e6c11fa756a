import { Button, Group, NativeSelect, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { AccountView, CustomerCard, Service } from "@/backend/wire";
import { BilledBefore } from "@/shared/BilledBefore";
import { DayField } from "@/shared/DayField";
import { focusInFront } from "@/shared/focus";
import { Refusal } from "@/shared/Refusal";
import { useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";

const services: Service[] = ["electricity", "water", "gas"];

/** Names of plans are the same however they are typed. */
const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();

type Props = { card: CustomerCard; account?: AccountView; onClose: () => void };

/** Opens an account at a property, or changes its numbers. Place and service are fixed once made. */
export function AccountForm({ card, account, onClose }: Props) {
  const t = useWords("customers");
  const save = useCommand("save_account");
  const places = card.properties.filter((property) => property.active || property.id === account?.property);
  const [property, setProperty] = useState(account?.property ?? places[0]?.id ?? 0);
  const [service, setService] = useState<Service>(account?.service ?? "electricity");
  const [number, setNumber] = useState(account?.number ?? "");
  const [meter, setMeter] = useState(account?.meter ?? "");
  const [tariff, setTariff] = useState(account?.tariff ?? "");
  const cycles = useView("cycles", {});
  const [cycle, setCycle] = useState<number | null>(account?.cycle ?? null);
  const [route, setRoute] = useState(account?.route ?? "");
  const [routeN, setRouteN] = useState<number | "">(account?.route_n ?? 0);
  const [load, setLoad] = useState(account?.sanctioned_load_kw ?? "");
  const [demand, setDemand] = useState(account?.contract_demand_kw ?? "");
  const terms = { cycle, route: route.trim(), route_n: routeN === "" ? 0 : routeN, sanctioned_load_kw: load.trim(), contract_demand_kw: demand.trim() };
  const plans = useView("tariffs", {});
  // A plan takes accounts of its own service while it is in use; a book without one has its bills from elsewhere.
  const offered = (plans.data?.plans ?? []).filter((one) => one.service === service && (one.active || same(one.name, account?.tariff ?? "")));
  const known = offered.find((one) => same(one.name, tariff));
  const session = useSession();
  const [from, setFrom] = useState("");
  const priced = account && (tariff.trim() !== account.tariff || load.trim() !== account.sanctioned_load_kw || demand.trim() !== account.contract_demand_kw);
  const submit = () =>
    save.mutate(
      {
        account: account?.id,
        version: account?.version,
        property,
        service,
        number: number.trim(),
        meter: meter.trim(),
        tariff: tariff.trim(),
        terms,
        terms_from: priced && from !== "" ? from : null,
      },
      { onSuccess: (card) => card.billed.count === 0 && onClose() },
    );
  const billed = useView(
    "preview_terms",
    { account: account?.id ?? 0, tariff: tariff.trim(), sanctioned_load_kw: load.trim(), contract_demand_kw: demand.trim(), terms_from: from === "" ? null : from },
    { enabled: Boolean(priced) && tariff.trim() !== "" && !save.data, keep: true },
  );
  if (account && save.data) {
    return (
      <Sheet opened onClose={onClose} title={t("account.titleEdit", { number: account.number })}>
        <Stack>
          <BilledBefore billed={save.data.billed} done />
          <Group justify="flex-end">
            <Button ref={focusInFront} onClick={onClose}>
              {t("shared:close")}
            </Button>
          </Group>
        </Stack>
      </Sheet>
    );
  }
  return (
    <Sheet opened onClose={onClose} title={account ? t("account.titleEdit", { number: account.number }) : t("account.titleNew")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          <Select
            label={t("account.property")}
            disabled={account !== undefined}
            allowDeselect={false}
            data={places.map((one) => ({ value: String(one.id), label: one.address }))}
            value={String(property)}
            onChange={(value) => setProperty(Number(value))}
          />
          <Group grow>
            <NativeSelect
              label={t("account.service")}
              disabled={account !== undefined}
              data={services.map((one) => ({ value: one, label: t(`shared:service.${one}`) }))}
              value={service}
              onChange={(event) => {
                setService(services.find((one) => one === event.currentTarget.value) ?? "electricity");
                // A plan is of one service.
                setTariff("");
              }}
            />
            <TextInput data-autofocus required label={t("account.number")} value={number} onChange={(event) => setNumber(event.currentTarget.value)} />
          </Group>
          <Group grow>
            <TextInput label={t("account.meter")} value={meter} onChange={(event) => setMeter(event.currentTarget.value)} />
            {offered.length > 0 ? (
              <NativeSelect
                required
                label={t("account.tariff")}
                data={[...(known ? [] : [{ value: tariff, label: tariff === "" ? t("account.choosePlan") : t("account.unknownPlan", { plan: tariff }) }]), ...offered.map((one) => ({ value: one.name, label: one.name }))]}
                value={known?.name ?? tariff}
                onChange={(event) => setTariff(event.currentTarget.value)}
              />
            ) : (
              <TextInput required label={t("account.tariff")} value={tariff} onChange={(event) => setTariff(event.currentTarget.value)} />
            )}
          </Group>
          <Group grow>
            <NativeSelect
              label={t("account.cycle")}
              data={[
                { value: "", label: t("account.noCycle") },
                ...(cycles.data ?? []).filter((one) => one.active || one.id === cycle).map((one) => ({ value: String(one.id), label: `${one.code} · ${one.name}` })),
              ]}
              value={cycle === null ? "" : String(cycle)}
              onChange={(event) => setCycle(event.currentTarget.value === "" ? null : Number(event.currentTarget.value))}
            />
            <TextInput label={t("account.route")} value={route} onChange={(event) => setRoute(event.currentTarget.value)} />
            <NumberInput label={t("account.routeN")} min={0} allowDecimal={false} value={routeN} onChange={(next) => setRouteN(typeof next === "number" ? next : "")} />
          </Group>
          <Group grow>
            <TextInput label={t("account.load")} inputMode="decimal" value={load} onChange={(event) => setLoad(event.currentTarget.value)} />
            <TextInput label={t("account.demand")} inputMode="decimal" value={demand} onChange={(event) => setDemand(event.currentTarget.value)} />
          </Group>
          {priced && (
            <DayField max={session.business_on} label={t("account.from")} description={t("account.fromHint")} value={from} onChange={setFrom} />
          )}
          {priced && billed.error && !save.error && <Refusal error={billed.error} />}
          {priced && !billed.error && billed.data && billed.data.count > 0 && <BilledBefore billed={billed.data} />}
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
