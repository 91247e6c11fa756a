import classes from "./KeyHint.module.css";

/** The key printed beside what it does. Said by the button's own label, so hidden from readers. */
export function KeyHint({ keys, onBrand = false }: { keys: string; onBrand?: boolean }) {
  return (
    <kbd aria-hidden="true" className={classes.key} data-on-brand={onBrand || undefined}>
      {keys.replaceAll("+", " ").replace("Escape", "Esc")}
    </kbd>
  );
}
