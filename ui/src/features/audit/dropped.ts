/** A seal's own file, or a page of seals' codes as the Seals tab saves it. */
const isSeal = (path: string) => /\.(seal\.json|txt)$/i.test(path);
const isPack = (path: string) => /\.zip$/i.test(path);
const nameOf = (path: string) => path.split(/[\\/]/).at(-1) ?? path;

/** What was dropped: what is verified, and what it is held against. */
export type Dropped = { verified: string | undefined; against: string[] };

/**
 * Of packs the newest is verified, and the older ones are held against it: their seals left the office before. A pack's name
 * says its month. Without a pack the first file that is no seal is verified by itself.
 */
export function sortDropped(paths: readonly string[]): Dropped {
  const seals = paths.filter(isSeal);
  const packs = paths.filter(isPack).toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const newest = packs.at(-1);
  if (newest !== undefined) return { verified: newest, against: [...seals, ...packs.slice(0, -1)] };
  return { verified: paths.find((path) => !isSeal(path)), against: seals };
}
