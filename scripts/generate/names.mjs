/**
 * The form in which names are compared: `-` and `_` are equal, and so is case (D10). `src/schema/name.ts` says the same.
 * @param {string} name
 */
export const normalName = (name) => name.toLowerCase().replaceAll('-', '_');

/**
 * Everything an editor should accept for a name: itself, with `-` and `_` exchanged, and its aliases in both forms.
 * @param {string[]} canonical
 * @param {Record<string, string>} aliases alias to canonical name
 * @returns {string[]} canonical spellings first
 */
export function spellings(canonical, aliases) {
  const others = [...canonical, ...Object.keys(aliases)].flatMap((name) =>
    /[-_]/.test(name) ? [name, name.replaceAll('-', '_'), name.replaceAll('_', '-')] : [name],
  );
  return [...new Set([...canonical, ...others])];
}

/**
 * The map the compiler canonicalises with.
 * @param {string[]} canonical
 * @param {Record<string, string>} aliases alias to canonical name
 * @returns {Record<string, string>} normal form to canonical name
 * @throws when two names have one normal form
 */
export function nameMap(canonical, aliases) {
  const map = {};
  for (const [name, meaning] of [...canonical.map((name) => [name, name]), ...Object.entries(aliases)]) {
    const normal = normalName(name);
    if ((map[normal] ?? meaning) !== meaning)
      throw new Error(`"${name}" means "${map[normal]}" and "${meaning}"`);
    map[normal] = meaning;
  }
  return map;
}
