/** A seal's own file, or a page of seals' codes as the Seals tab saves it. */
const isSeal = (path: string) => /\.(seal\.json|txt)$/i.test(path);
/** A file of another kind: nothing that holds a seal. A name without such an end is a folder's. */
const holdsNoSeal = (path: string) => /\.[a-z][a-z0-9]{1,7}$/i.test(path) && !isSeal(path) && !isPack(path);
/** A month's pack, by its name. */
export const isPack = (path: string) => /\.zip$/i.test(path);
const nameOf = (path: string) => path.split(/[\\/]/).at(-1) ?? path;

/** What was dropped: what is verified, what it is held against, and what is left out. */
export type Dropped = { verified: string | undefined; against: string[]; left: string[] };

/**
 * Of packs the newest is verified, and the older ones and folders of seals are held against it: their seals left the office
 * before. A pack's name says its month. Without a pack the first file or folder that is no seal is verified by itself.
 */
export function sortDropped(paths: readonly string[]): Dropped {
  const seals = paths.filter(isSeal);
  const packs = paths.filter(isPack).toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const newest = packs.at(-1);
  if (newest !== undefined) {
    const others = paths.filter((path) => !isSeal(path) && !isPack(path));
    const folders = others.filter((path) => !holdsNoSeal(path));
    return { verified: newest, against: [...seals, ...folders, ...packs.slice(0, -1)], left: others.filter(holdsNoSeal) };
  }
  const [verified, ...left] = paths.filter((path) => !isSeal(path));
  return { verified, against: seals, left };
}
