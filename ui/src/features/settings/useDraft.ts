import { useState } from "react";

/**
 * A form over something with a version: keeps what was shown and what was typed apart, and says
 * when what was shown is no longer what the book holds.
 */
export function useDraft<Shown extends { version: number }, Fields>(now: Shown, fieldsOf: (shown: Shown) => Fields) {
  const [base, setBase] = useState<Shown | null>(null);
  const [typed, setTyped] = useState<Partial<Fields>>({});
  const shown = base ?? now;
  const stored = fieldsOf(shown);
  const fields: Fields = { ...stored, ...typed };
  return {
    /** What the person saw when they began to type; its version goes with the save. */
    shown,
    fields,
    unsaved: JSON.stringify(fields) !== JSON.stringify(stored),
    /** Somebody else saved since the typing began. */
    meanwhile: base !== null && now.version > base.version,
    set: (change: Partial<Fields>) => {
      setBase((held) => held ?? now);
      setTyped((before) => ({ ...before, ...change }));
    },
    /** Shows what the book holds; what was typed is forgotten. */
    start: () => {
      setBase(null);
      setTyped({});
    },
  };
}
