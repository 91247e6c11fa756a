/**
 * Whether a search has a letter that stands alone, as in "Asha R". One letter begins too many words to be looked up:
 * it only narrows what the rest has found, so somebody may be missing whom the whole word would find.
 */
export function hasLoneLetter(text: string): boolean {
  return text
    .trim()
    .split(/\s+/)
    .some((word) => /^\p{L}\p{M}*\.?$/u.test(word));
}
