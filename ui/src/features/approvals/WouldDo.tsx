import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconPrinter } from "@tabler/icons-react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import type { AskedAct, DocumentRef, RequestPreview } from "@/backend/wire";
import { EffectList } from "@/shared/EffectList";
import { Left } from "@/shared/LeftAfter";
import { RebillWould } from "@/shared/NewBill";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import classes from "./ApprovalsPage.module.css";

type Props = { preview: RequestPreview; act: AskedAct["act"]; waits: boolean };

/** What a request would do now, which may be another thing than when it was asked for; or what it did, with its paper. */
export function WouldDo({ preview, act, waits }: Props) {
  const t = useWords("approvals");
  const { effects, correction, rebill, done, paper, refused } = preview;
  const nothing = effects.length === 0 && correction === null && rebill === null;
  return (
    <>
      {done && waits && <p className={classes.quiet}>{t(nothing ? "sheet.notKept" : "sheet.did")}</p>}
      <Refusal error={refused ? { ...refused, reference: "" } : null} />
      {effects.length > 0 && <EffectList effects={effects} done={done} />}
      {correction && <Left after={correction} whole={act === "cancel_bill"} />}
      {rebill && <RebillWould would={rebill} />}
      {paper && <PaperButton paper={paper} />}
    </>
  );
}

/** Its paper, to be held against what the screen says. */
function PaperButton({ paper }: { paper: DocumentRef }) {
  const t = useWords("approvals");
  const open = useMutation({ mutationFn: () => asked(host().openDocument(paper)) });
  return (
    <div>
      <Button
        variant="default"
        loading={open.isPending}
        leftSection={<IconPrinter aria-hidden="true" size="1.05rem" stroke={1.75} />}
        onClick={() => open.mutate()}
      >
        {t("sheet.paper")}
      </Button>
      <Refusal error={open.error} />
    </div>
  );
}
