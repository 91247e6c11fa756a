import { useView } from "@/backend/useView";
import type { CorrectionKind, CorrectionPreview, CorrectionReason } from "@/backend/wire";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";

type Props = { bill: number; kind: CorrectionKind; amount: number | null; reason?: CorrectionReason | null; beside?: boolean };

/** What would be left to pay of a claim after a correction, what would become credit, and what would end or fall with it. */
export function LeftAfter({ bill, kind, amount, reason = null, beside = false }: Props) {
  const after = useView("preview_correction", { bill, kind, amount: kind === "cancel" ? null : amount, reason: kind === "credit_note" ? reason : null, beside_dispute: beside }, { keep: true });
  if (after.error) return <Refusal error={after.error} />;
  return after.data ? <Left after={after.data} whole={kind === "cancel"} /> : null;
}

/** The same, once it is known; `whole` is of a claim that goes as a whole, with all that hangs on it. */
export function Left({ after, whole }: { after: CorrectionPreview; whole: boolean }) {
  const t = useWords("billing");
  const { left, credited, owed_again: owedAgain, claimed_anew: claimedAnew, charged_anew: chargedAnew, surcharges_off: surchargesOff, upholds, plan, plan_falls: planFalls, plan_reopens: planReopens, owes_more: owesMore } = after;
  const inAll = whole || surchargesOff !== 0;
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
      {surchargesOff !== 0 && (
        <>
          {" · "}
          {t("correct.surchargesOff")}: <Money minor={surchargesOff} />
        </>
      )}
      {upholds !== 0 && (
        <>
          {" · "}
          {t("correct.upholds")}: <Money minor={upholds} />
        </>
      )}
      {plan !== null && planFalls > 0 && (
        <>
          {" · "}
          {t("correct.planFalls", { plan })}: <Money minor={planFalls} />
        </>
      )}
      {plan !== null && planReopens > 0 && (
        <>
          {" · "}
          {t("correct.planReopens", { plan })}: <Money minor={planReopens} />
        </>
      )}
      {inAll && owesMore !== 0 && (
        <>
          {" · "}
          {owesMore > 0 ? t("correct.owesMore") : t("correct.owesLess")}: <Money minor={Math.abs(owesMore)} />
        </>
      )}
    </p>
  );
}
