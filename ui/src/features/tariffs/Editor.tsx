import { type RefObject, useRef } from "react";
import type { TariffFault } from "@/backend/wire";
import { useWords } from "@/shared/words";
import classes from "./Editor.module.css";

type Props = {
  fieldRef: RefObject<HTMLTextAreaElement | null>;
  text: string;
  faults: TariffFault[];
  onText: (text: string) => void;
};

/** A tariff file as text, its lines numbered, the faulty ones marked. Tab leaves the field, as everywhere. */
export function Editor({ fieldRef, text, faults, onText }: Props) {
  const t = useWords("tariffs");
  const gutter = useRef<HTMLDivElement>(null);
  const lines = text.split("\n").length;
  const bad = new Set(faults.map((fault) => fault.line));
  return (
    <div className={classes.editor}>
      <div className={classes.gutter} ref={gutter} aria-hidden="true">
        {Array.from({ length: lines }, (_, at) => (
          <span key={at} data-bad={bad.has(at + 1) || undefined}>
            {at + 1}
          </span>
        ))}
      </div>
      <textarea
        ref={fieldRef}
        className={classes.text}
        aria-label={t("edit.text")}
        aria-invalid={faults.length > 0 || undefined}
        wrap="off"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onScroll={(event) => {
          if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}

/** Puts the cursor on a line (from 1), selects it, and brings it into sight. */
export function goToLine(field: HTMLTextAreaElement | null, line: number) {
  if (!field) return;
  const lines = field.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  field.scrollTop = Math.max(0, (field.scrollHeight / lines.length) * (line - 6));
}
