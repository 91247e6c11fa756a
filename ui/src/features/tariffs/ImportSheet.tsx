import { Button, Checkbox, Skeleton, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { TariffEffect, TariffSeen } from "@/backend/wire";
import { showDay } from "@/shared/days";
import { focusInFront } from "@/shared/focus";
import { KeyHint } from "@/shared/KeyHint";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { StateTag, type Tone } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { FaultList } from "./FaultList";
import classes from "./ImportSheet.module.css";

const tones: Record<TariffEffect, Tone> = { new_plan: "green", new_version: "green", correction: "amber", unchanged: "quiet", faulty: "red" };

/** A file, or a folder of them: what each would be to the book, every fault, and then storing it. */
export function ImportSheet({ path, onClose }: { path: string; onClose: () => void }) {
  const t = useWords("tariffs");
  const seen = useView("check_tariff", { path });
  const store = useCommand("import_tariff");
  const [note, setNote] = useState("");
  const [correctPriced, setCorrectPriced] = useState(false);
  const files = (store.data ?? seen.data)?.files ?? [];
  const faulty = files.some((one) => one.effect === "faulty");
  const changes = files.some((one) => one.effect !== "unchanged");
  const corrects = files.some((one) => one.effect === "correction");
  const priced = files.some((one) => one.corrects_priced);
  const stored = store.data?.stored === true;
  const ready = seen.data !== undefined && !faulty && changes && !stored && !(corrects && note.trim() === "") && !(priced && !correctPriced);
  const go = () => ready && !store.isPending && store.mutate({ path, note: note.trim(), correct_priced: correctPriced });

  return (
    <Sheet opened onClose={onClose} size="xl" title={t("importing.title")}>
      <form
        className={classes.sheet}
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <p className={classes.path}>{path}</p>
        {seen.isLoading && (
          <div aria-busy="true" aria-label={t("importing.reading")}>
            <Skeleton height="1.25rem" mb="0.75rem" />
            <Skeleton height="1.25rem" />
          </div>
        )}
        <Refusal error={seen.error} />
        <ul className={classes.files}>
          {files.map((file) => (
            <File key={`${file.file}-${file.name}`} file={file} />
          ))}
        </ul>
        {faulty && <StateTag tone="red">{t("importing.faulty")}</StateTag>}
        {seen.data && !changes && <StateTag>{t("importing.nothing")}</StateTag>}
        {seen.data && !faulty && changes && !stored && (
          <>
            <TextInput
              ref={focusInFront}
              label={t("edit.note")}
              description={t("edit.noteHint")}
              required={corrects}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            {priced && <Checkbox label={t("edit.priced")} checked={correctPriced} onChange={(event) => setCorrectPriced(event.currentTarget.checked)} />}
          </>
        )}
        <Refusal error={store.error} />
        <footer className={classes.acts}>
          {stored && <StateTag tone="green">{t("importing.stored")}</StateTag>}
          <Button variant="default" onClick={onClose}>
            {t("shared:close")}
          </Button>
          {!stored && (
            <Button type="submit" disabled={!ready} loading={store.isPending} rightSection={<KeyHint keys="Enter" onBrand />}>
              {t("importing.store")}
            </Button>
          )}
        </footer>
      </form>
    </Sheet>
  );
}

function File({ file }: { file: TariffSeen }) {
  const t = useWords("tariffs");
  return (
    <li>
      <p className={classes.file}>
        <StateTag tone={tones[file.effect]}>{t(`importing.effect.${file.effect}`)}</StateTag>
        <strong>{file.name || file.file}</strong>
        {file.valid_from && <span>{t("versions.from", { day: showDay(file.valid_from) })}</span>}
        {file.name && <span className={classes.quiet}>{file.file}</span>}
        {file.faults.length === 0 && file.examples > 0 && <span className={classes.quiet}>{t("importing.examples", { count: file.examples })}</span>}
      </p>
      {file.billed_since > 0 && file.valid_from && <p>{t("edit.late", { count: file.billed_since, day: showDay(file.valid_from) })}</p>}
      {file.faults.length > 0 && <FaultList faults={file.faults} />}
    </li>
  );
}
