/**
 * Gives the focus to a field that has just come. While a dialog lies before it, the field waits until that has gone:
 * whoever types in the palette while a room is still loading goes on typing there. As a button's `ref` it serves a
 * sheet whose content comes after the sheet itself; should it be there at once, the sheet, which looks for what it
 * gives the focus to a moment after it has come, finds it marked.
 */
export function focusInFront(field: HTMLElement | null | undefined) {
  if (!field?.isConnected) return;
  const front = [...document.querySelectorAll('[role="dialog"]')].at(-1);
  if (!front || front.contains(field)) {
    if (front) field.dataset.autofocus = "";
    field.focus();
  } else window.setTimeout(() => focusInFront(field), 100);
}

/** Enter goes on: to the next field of the form, and from the last to its button, which a second Enter presses. */
export function focusNext(form: HTMLElement | null) {
  const stops = [...(form?.querySelectorAll<HTMLElement>("input:not(:disabled), button[type=submit]:not(:disabled)") ?? [])];
  stops[stops.findIndex((stop) => stop === document.activeElement) + 1]?.focus();
}
