import { nameMap, normalName, spellings } from './names.mjs';

/**
 * Turns the base fragment of a family into a union tagged by `x-tag`, one branch a feature: ajv's discriminator then gives one error
 * for a mistyped name, at the right node.
 * @param {object} base the rewritten base fragment; its properties are common to all branches, its `oneOf` are further branches
 * @param {{features: object[], defs: object, define: (file: string) => string}} context
 * @returns {object} the union
 */
export function familyUnion(base, { features, defs, define }) {
  const {
    'x-family': family,
    'x-tag': tag,
    'x-tag-description': description,
    oneOf: further = [],
    properties: common,
    additionalProperties: _closed,
    patternProperties: _free,
    ...head
  } = base;
  const members = features.filter((feature) => feature.family === family);
  const aliases = Object.fromEntries(
    members.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name])),
  );
  const names = nameMap(
    members.map(({ name }) => name),
    aliases,
  );
  const branches = members.map((feature) => {
    const place = define(`${family}/${feature.name}.json`);
    const key = place.slice('#/$defs/'.length);
    const own = Object.fromEntries(feature.aliases.map((alias) => [alias, feature.name]));
    const { properties, title, ...rest } = defs[key];
    const tagged = { description, enum: spellings([feature.name], own) };
    defs[key] = { title, ...rest, properties: { [tag]: tagged, ...common, ...properties } };
    return { $ref: place };
  });
  for (const { $ref } of further)
    Object.assign(names, furtherNames(defs[$ref.slice('#/$defs/'.length)].properties[tag]));
  const later = (base['x-not-built'] ?? []).filter((name) => !(normalName(name) in names));
  return {
    ...head,
    'x-not-built': later,
    'x-family': family,
    'x-tag': tag,
    'x-name': names,
    required: [tag],
    discriminator: { propertyName: tag },
    oneOf: [...branches, ...further],
  };
}

const furtherNames = (schema) => schema['x-name'];
