import { SegmentedControl } from "@mantine/core";
import type { WhichPaper } from "@/backend/wire";
import { useWords } from "@/shared/words";
import type { TenderDraft } from "./draft";
import classes from "./PayPanel.module.css";

type Props = {
  tender: TenderDraft;
  /** Whether one of its number and bank was taken already, which it may be. */
  doubtful: boolean;
  size: "xs" | "sm";
  onChange: (paper: WhichPaper) => void;
};

/** Whether a cheque is the paper that was taken already or another one: asked where the office cannot know. */
export function PaperChoice({ tender, doubtful, size, onChange }: Props) {
  const t = useWords("counter");
  if (!doubtful && tender.paper === null) return null;
  return (
    <SegmentedControl
      fullWidth
      size={size}
      className={classes.drawer}
      aria-label={t("pay.paper.asked")}
      value={tender.paper ?? ""}
      onChange={(value) => onChange(value === "same" ? "same" : "another")}
      data={[
        { value: "same", label: t("pay.paper.same") },
        { value: "another", label: t("pay.paper.another") },
      ]}
    />
  );
}
