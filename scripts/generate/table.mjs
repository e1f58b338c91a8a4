/** The file of a definition's page. */
export const pageName = (name) => `${name.replaceAll('.', '-')}.md`;

const WORDS = {
  object: 'mapping',
  array: 'list',
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
};

const defOf = ($ref) => ($ref?.startsWith('#/$defs/') ? $ref.slice('#/$defs/'.length) : undefined);

/**
 * A table of the keys of a block.
 * @param {object} def an object schema
 * @param {object} schema the published schema
 * @returns {string} Markdown
 */
export function keyTable(def, schema) {
  const properties = def['x-tag'] ? commonProperties(def, schema) : (def.properties ?? {});
  const required = new Set([
    ...(def.required ?? []),
    ...(def.anyOf ?? []).flatMap((one) => one.required ?? []),
  ]);
  const rows = Object.entries(properties)
    .filter(([, property]) => property['x-alias-of'] === undefined)
    .map(([key, property]) => row(key, property, { properties, required, schema }));
  if (rows.length === 0) return 'No keys of its own.';
  return ['| key | type | default | description |', '|---|---|---|---|', ...rows].join('\n');
}

/** What the branches of a union share. */
function commonProperties(def, schema) {
  const [first] = def.oneOf.map(({ $ref }) => schema.$defs[defOf($ref)]);
  const shared = Object.entries(first.properties).filter(([key]) =>
    def.oneOf.every((one) => key in schema.$defs[defOf(one.$ref)].properties),
  );
  const tag = def['x-tag'];
  const names = {
    enum: Object.values(def['x-name']),
    'x-name': def['x-name'],
    'x-not-built': def['x-not-built'],
  };
  return { ...Object.fromEntries(shared), [tag]: { ...first.properties[tag], ...names } };
}

function row(key, property, { properties, required, schema }) {
  const target = schema.$defs[defOf(property.$ref)] ?? {};
  const merged = { ...target, ...property };
  const aliases = Object.entries(properties).filter(([, other]) => other['x-alias-of'] === key);
  const later = merged['x-not-built'] === true;
  const notes = [
    merged.description,
    later && 'Not built yet.',
    merged['x-refused'] && `Refused: ${merged['x-refused']}.`,
    Array.isArray(merged['x-not-built']) &&
      `Not built yet: ${merged['x-not-built'].map((name) => `\`${name}\``).join(', ')}.`,
    aliases.length > 0 && `Also written ${aliases.map(([alias]) => `\`${alias}\``).join(', ')}.`,
    property.examples &&
      `For example ${property.examples.map((one) => `\`${JSON.stringify(one)}\``).join(', ')}.`,
  ];
  const value =
    merged.default === undefined
      ? required.has(key)
        ? '**required**'
        : ''
      : `\`${JSON.stringify(merged.default)}\``;
  return `| \`${key}\` | ${type(merged, property, schema)} | ${value} | ${cell(notes.filter(Boolean).join(' '))} |`;
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function type(merged, property, schema) {
  if (merged['x-not-built'] === true || merged['x-refused']) return '';
  const name = defOf(property.$ref);
  const target = name && schema.$defs[name];
  if (target?.['x-tag'] || target?.properties) return `[${target.title.toLowerCase()}](${pageName(name)})`;
  const title = name && target.title?.toLowerCase();
  if (name && target.enum)
    return `[${target.title.toLowerCase()}](README.md#${target.title.toLowerCase().replaceAll(' ', '-')})`;
  if (merged.enum)
    return [...new Set(merged['x-name'] ? Object.values(merged['x-name']) : merged.enum)]
      .map((one) => `\`${one}\``)
      .join(', ');
  const types = [merged.type].flat().filter(Boolean);
  const words = types.map((one) =>
    one === 'array' ? listWords(merged, schema) : one === types[0] && title ? title : WORDS[one],
  );
  return words.join(' or ');
}

function listWords({ items }, schema) {
  const name = defOf(items?.$ref);
  if (!name) return 'list';
  const def = schema.$defs[name];
  const title = def.title.toLowerCase();
  return def.properties || def['x-tag'] ? `list of [${title}](${pageName(name)})` : `list of ${title}`;
}
