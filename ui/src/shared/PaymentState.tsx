import type { PaymentRow } from "@/backend/wire";
import { StateTag } from "./StateTag";
import { useWords } from "./words";

type Standing = Pick<PaymentRow, "void" | "fallen">;

/** Whether a receipt stands: neither void nor fallen after its day. */
export function stands(payment: Standing): boolean {
  return !payment.void && payment.fallen === null;
}

/** What has become of a receipt, as a word: it is valid, void, or fell after its day, and how. */
export function usePaymentState(): (payment: Standing) => string {
  const t = useWords("shared");
  return (payment) => t(`paymentState.${payment.void ? "void" : (payment.fallen ?? "valid")}`);
}

/** The tag that a receipt bears in every list. */
export function PaymentState({ payment }: { payment: Standing }) {
  const word = usePaymentState();
  return <StateTag tone={stands(payment) ? "green" : "violet"}>{word(payment)}</StateTag>;
}
