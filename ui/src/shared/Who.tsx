import { useView } from "@/backend/useView";
import { useMay } from "@/shared/session";

/** What somebody is called who acts by a log-in name, as log and registers have it; the log-in name itself of whom nobody
 *  knows another, or whose names are not theirs to see. */
export function useWhoWords(): (login: string) => string {
  const may = useMay("see the audit log");
  const names = useView("names", {}, { enabled: may });
  return (login) => names.data?.find((one) => one.login === login)?.name ?? login;
}

type Props = {
  login: string;
};

/** Who did something, by name; the log-in name shows on pointing at it. */
export function Who({ login }: Props) {
  const called = useWhoWords();
  return <span title={login}>{called(login)}</span>;
}
