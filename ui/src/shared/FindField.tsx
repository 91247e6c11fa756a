import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from "react";
import { call } from "@/backend/call";
import type { Hit } from "@/backend/wire";
import { focusInFront } from "./focus";
import { KeyHint } from "./KeyHint";
import { hasLoneLetter } from "./loneLetter";
import { Refusal } from "./Refusal";
import { ServiceMark } from "./ServiceMark";
import { useWords } from "./words";
import classes from "./FindField.module.css";

type Props = {
  inputRef: RefObject<HTMLInputElement | null>;
  label: string;
  large?: boolean;
  autoFocus?: boolean;
  /** Takes what was found, or says in words why it cannot; then what was typed and found stays. */
  onFound: (hit: Hit) => string | undefined | void;
};

type Found = { text: string; hits: Hit[] };

/**
 * One field for numbers and names. Enter asks; a number that fits exactly one account opens it at
 * once, so that a scanner, which types and presses Enter, needs no hand. Otherwise arrows choose.
 */
export function FindField({ inputRef, label, large = false, autoFocus = false, onFound }: Props) {
  const t = useWords("shared");
  const listId = useId();
  const [text, setText] = useState("");
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [unfit, setUnfit] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [at, setAt] = useState(0);
  const hits = found?.hits ?? [];
  useEffect(() => {
    if (autoFocus) focusInFront(inputRef.current);
  }, [autoFocus, inputRef]);

  const clear = () => {
    setText("");
    setFound(null);
    setError(null);
    setUnfit(null);
  };
  const open = (hit: Hit) => {
    const why = onFound(hit);
    if (why) setUnfit(why);
    else clear();
  };
  const ask = async () => {
    const wanted = text.trim();
    if (wanted === "") return;
    setBusy(true);
    setError(null);
    setUnfit(null);
    try {
      const answer = await call("search", { text: wanted, limit: 12 });
      const sure = theOneMeant(answer);
      if (sure) return open(sure);
      setFound({ text: wanted, hits: answer });
      setAt(0);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = hits[at];
    if (event.key === "Enter") void (chosen && found?.text === text.trim() ? open(chosen) : ask());
    else if (event.key === "ArrowDown" && hits.length > 0) setAt((at + 1) % hits.length);
    else if (event.key === "ArrowUp" && hits.length > 0) setAt((at - 1 + hits.length) % hits.length);
    else if (event.key === "Escape" && text !== "") {
      clear();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };

  return (
    <div className={classes.find}>
      <TextInput
        ref={inputRef}
        data-autofocus={autoFocus || undefined}
        size={large ? "lg" : "sm"}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={listId}
        aria-activedescendant={hits.length > 0 ? `${listId}-${at}` : undefined}
        aria-label={label}
        data-escape="clears"
        aria-busy={busy}
        placeholder={t("find.placeholder")}
        autoComplete="off"
        spellCheck={false}
        leftSection={<IconSearch aria-hidden="true" size="1.1rem" stroke={1.75} />}
        rightSection={text ? <KeyHint keys="Enter" /> : undefined}
        rightSectionWidth={text ? "4rem" : undefined}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setUnfit(null);
        }}
        onKeyDown={onKeyDown}
      />
      <Refusal error={error} />
      {unfit !== null && (
        <p className={classes.none} role="status">
          {unfit}
        </p>
      )}
      <ul id={listId} role="listbox" aria-label={t("find.results")} className={classes.hits} hidden={hits.length === 0}>
        {hits.map((hit, index) => (
          <li
            key={`${hit.target.kind}-${hit.target.id}`}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            className={classes.hit}
            ref={(row) => {
              if (index === at) row?.scrollIntoView({ block: "nearest" });
            }}
            onMouseMove={() => setAt(index)}
            onClick={() => open(hit)}
          >
            {hit.service && <ServiceMark service={hit.service} look="icon" />}
            <span className={classes.title}>{hit.name}</span>
            <span className={classes.note}>{hit.detail}</span>
          </li>
        ))}
      </ul>
      {found && hits.length === 0 && (
        <p className={classes.none} role="status">
          {t("find.none", { text: found.text })} {hasLoneLetter(found.text) && t("find.loneLetter")}
        </p>
      )}
    </div>
  );
}

/** The hit that needs no choosing: the only one, or the only one with exactly this number. */
export function theOneMeant(hits: Hit[]): Hit | undefined {
  if (hits.length === 1) return hits[0];
  const exact = hits.filter((hit) => hit.exact);
  return exact.length === 1 ? exact[0] : undefined;
}
