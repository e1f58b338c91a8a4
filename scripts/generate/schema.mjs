import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { familyUnion } from './family.mjs';
import { nameMap, spellings } from './names.mjs';

/**
 * Puts the fragments together into the one published schema. Fragments name each other with `$ref: "file.json"` and carry `x-`
 * keywords, which are explained in schemas/README.md; the published schema keeps those the compiler needs.
 * @param {string} root the checkout
 * @param {object[]} features the descriptors
 * @returns {object} the schema
 */
export function buildSchema(root, features) {
  const fragments = new Map();
  const read = (file) => {
    if (!fragments.has(file)) {
      const path = join(root, 'schemas', file);
      if (!existsSync(path)) throw new Error(`no schema fragment schemas/${file}`);
      fragments.set(file, JSON.parse(readFileSync(path, 'utf8')));
    }
    return fragments.get(file);
  };
  const defs = {};
  const context = { read, features, define: (file) => define(file, context), defs };
  const top = fragment('gateway.json', '#', context);
  for (const { family, name } of features) context.define(`${family}/${name}.json`);
  const { title, description, ...rest } = top;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'urn:gatewayc:gateway.schema.json',
    title,
    description,
    ...rest,
    $defs: Object.fromEntries(
      Object.keys(defs)
        .sort()
        .map((key) => [key, defs[key]]),
    ),
  };
}

/** The name of a fragment's definition: `balancer/random.json` is `balancer.random`. */
export const defName = (file) => file.replace(/\.json$/, '').replaceAll('/', '.');

function define(file, context) {
  const name = defName(file);
  const place = `#/$defs/${name}`;
  if (!(name in context.defs)) {
    context.defs[name] = {};
    const built = fragment(file, place, context);
    context.defs[name] = built['x-family'] ? familyUnion(built, context) : built;
  }
  return place;
}

/** Reads a fragment and everything it extends, and rewrites it for publication. */
function fragment(file, place, context) {
  const source = context.read(file);
  const schema = rewrite(source, { file, place, context });
  const extended = (source['x-extends'] ?? []).map((name) => {
    const path = posix.join(posix.dirname(file), name);
    return rewrite(context.read(path), { file: path, place, context }).properties;
  });
  delete schema['x-extends'];
  if (extended.length > 0)
    schema.properties = Object.assign({}, schema.properties, ...extended, schema.properties);
  return finish(schema);
}

function rewrite(schema, at) {
  const { file, place, context } = at;
  if (Array.isArray(schema)) return schema.map((item) => rewrite(item, at));
  if (schema === null || typeof schema !== 'object') return schema;
  const out = { ...schema };
  if (schema.$ref) out.$ref = context.define(posix.join(posix.dirname(file), schema.$ref));
  if (schema.properties) out.properties = rewriteProperties(schema.properties, at);
  for (const key of ['items', 'additionalProperties', 'propertyNames'])
    if (typeof schema[key] === 'object') out[key] = rewrite(schema[key], { ...at, place: `${place}/${key}` });
  if (schema.oneOf) out.oneOf = rewrite(schema.oneOf, at);
  if (schema['x-name']) {
    const canonical = schema.enum.filter((value) => typeof value === 'string');
    const others = schema.enum.filter((value) => typeof value !== 'string');
    out.enum = [...spellings(canonical, schema['x-name']), ...others];
    out['x-name'] = nameMap(canonical, schema['x-name']);
  }
  return discourage(out);
}

function rewriteProperties(properties, at) {
  const out = {};
  for (const [key, schema] of Object.entries(properties)) {
    const place = `${at.place}/properties/${key}`;
    const { 'x-aliases': aliases = [], ...property } = rewrite(schema, { ...at, place });
    out[key] = place.split('/').length > 5 ? property : finishInner(property);
    for (const alias of aliases)
      out[alias] = {
        $ref: place,
        description: `Another spelling of \`${key}\`.`,
        deprecated: true,
        doNotSuggest: true,
        'x-alias-of': key,
      };
  }
  return out;
}

const finishInner = (schema) => (schema.properties && !schema['x-not-built'] ? finish(schema) : schema);

/** What editors should not offer and should warn about; `deprecationMessage` and `doNotSuggest` are theirs. */
function discourage(schema) {
  if (schema['x-not-built'] === true)
    return { ...schema, doNotSuggest: true, deprecationMessage: 'Part of the language, but not built yet.' };
  if (schema['x-refused'] !== undefined)
    return { ...schema, doNotSuggest: true, deprecationMessage: `Not supported: ${schema['x-refused']}.` };
  return schema;
}

/** Closes an object to unknown keys, and lets an alias satisfy `required`. */
function finish(schema) {
  if (!schema.properties || schema['x-not-built'] === true) return schema;
  const { 'x-one-of': targets, required = [], ...out } = schema;
  out.additionalProperties = false;
  out.patternProperties = { '^x-': true };
  const aliases = Object.entries(schema.properties).filter(
    ([, property]) => property['x-alias-of'] !== undefined,
  );
  const spelt = (key) => [
    key,
    ...aliases.filter(([, property]) => property['x-alias-of'] === key).map(([alias]) => alias),
  ];
  const plain = required.filter((key) => spelt(key).length === 1);
  const choices = required.filter((key) => spelt(key).length > 1);
  if (plain.length > 0) out.required = plain;
  if (choices.length > 1) throw new Error(`more than one required key with aliases: ${choices.join(', ')}`);
  if (choices.length === 1) out.anyOf = spelt(choices[0]).map((key) => ({ required: [key] }));
  if (targets) out.oneOf = targets.map((key) => ({ required: [key] }));
  return out;
}
