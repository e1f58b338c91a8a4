import { Document, stringify } from 'yaml';

const STYLE = { lineWidth: 0, flowCollectionPadding: false } as const;

/**
 * Writes a value as YAML.
 * @param value plain values; texts in template form stay as they are, for that is how one writes them
 * @returns one document, ending with a line break
 */
export const toYaml = (value: unknown): string =>
  stringify(value, { ...STYLE, aliasDuplicateObjects: false });

/**
 * Writes one scalar on one line, quoted where YAML needs it.
 * @param value a text, number, boolean or null
 */
export const toYamlScalar = (value: unknown): string =>
  new Document([value])
    .toString({ ...STYLE, collectionStyle: 'flow' })
    .trim()
    .slice(1, -1);
