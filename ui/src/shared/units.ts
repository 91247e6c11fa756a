import type { Service } from "@/backend/wire";

const units: Record<Service, string> = { electricity: "kWh", water: "kL", gas: "SCM" };

/** What a service's usage is counted in. */
export function unitOf(service: Service): string {
  return units[service];
}
