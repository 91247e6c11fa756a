import type { BilledBefore as Billed } from "@/backend/wire";
import { useWords } from "./words";

type Props = {
  billed: Billed;
  /** It has happened: what is to be done now is told as well. */
  done?: boolean;
};

/** The standing bills that were made before something was known that prices them, and how each is put right. */
export function BilledBefore({ billed, done = false }: Props) {
  const t = useWords("shared");
  const { count, first, last } = billed;
  if (count === 0) return <p role="status">{t("billedBefore.none")}</p>;
  return (
    <div role="status">
      <p>{t("billedBefore.named", { count, first, last })}</p>
      {done && <p>{t("billedBefore.how")}</p>}
    </div>
  );
}
