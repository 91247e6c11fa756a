import { createContext, useContext } from "react";
import type { Frame, Right } from "@/backend/wire";

/** Who is logged in and where: what every room may count on. Provided by the app once someone is in. */
export const SessionContext = createContext<Frame | null>(null);

export function useSession(): Frame {
  const session = useContext(SessionContext);
  if (!session) throw new Error("rooms are drawn only while somebody is logged in");
  return session;
}

/** Whether the person's role has a right. Only spares a refusal; the backend decides. */
export function useMay(right: Right): boolean {
  return useSession().rights.includes(right);
}
