import { useView } from "@/backend/useView";
import type { CorrectionKind } from "@/backend/wire";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";

type Props = { bill: number; kind: CorrectionKind; amount: number | null };

/** What would be left to pay of a claim after a correction, and what would become credit. */
export function LeftAfter({ bill, kind, amount }: Props) {
  const t = useWords("billing");
  const after = useView("preview_correction", { bill, kind, amount: kind === "cancel" ? null : amount }, { keep: true });
  if (after.error) return <Refusal error={after.error} />;
  if (!after.data) return null;
  const { left, credited, owed_again: owedAgain, claimed_anew: claimedAnew, charged_anew: chargedAnew, owes_more: owesMore } = after.data;
  return (
    <p role="status">
      {t("correct.leftAfter")}: <Money minor={left} />
      {credited !== 0 && (
        <>
          {" · "}
          {credited > 0 ? t("correct.toCredit") : t("correct.fromCredit")}: <Money minor={Math.abs(credited)} />
        </>
      )}
      {owedAgain !== 0 && (
        <>
          {" · "}
          {t("correct.owedAgain")}: <Money minor={owedAgain} />
        </>
      )}
      {claimedAnew !== 0 && (
        <>
          {" · "}
          {t("correct.claimedAnew")}: <Money minor={claimedAnew} />
        </>
      )}
      {chargedAnew > 0 && (
        <>
          {" · "}
          {t("correct.chargedAnew")}: <Money minor={chargedAnew} />
        </>
      )}
      {kind === "cancel" && owesMore !== 0 && (
        <>
          {" · "}
          {owesMore > 0 ? t("correct.owesMore") : t("correct.owesLess")}: <Money minor={Math.abs(owesMore)} />
        </>
      )}
    </p>
  );
}
