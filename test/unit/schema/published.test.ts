import { describe, expect, it } from 'vitest';
import { createAjv } from '../../../scripts/generate/validator.mjs';
import { OPERATOR_NAMES, parseOperator } from '../../../src/model/operator.ts';
import { RETRY_CONDITIONS } from '../../../src/model/retry.ts';
import { parseDuration, parseSize } from '../../../src/model/units.ts';
import { explain } from '../../../src/schema/explain.ts';
import type { JsonSchema } from '../../../src/schema/json-schema.ts';
import { publishedSchema, schemaText } from '../../../src/schema/published.ts';
import compiled from '../../../src/schema/validator.ts';

const schema = publishedSchema();
const defs = schema.$defs as Readonly<Record<string, JsonSchema>>;

/** Every schema inside a schema, with its place. */
function* schemasIn(node: unknown, place = '#'): Generator<readonly [string, JsonSchema]> {
  if (typeof node !== 'object' || node === null) return;
  yield [place, node as JsonSchema];
  for (const [key, value] of Object.entries(node))
    if (!['enum', 'default', 'examples', 'x-name'].includes(key)) yield* schemasIn(value, `${place}/${key}`);
}

const ajv = createAjv();
ajv.addSchema(schema, 'gateway');

const withDefaults = [...schemasIn(schema)].flatMap(([place, { default: value, examples = [] }]) =>
  [value, ...examples].filter((one) => one !== undefined).map((one) => [place, one] as const),
);

describe('the published schema', () => {
  it('is valid, also to a strict ajv', () => {
    expect(createAjv({ validateSchema: true }).validateSchema(schema)).toBe(true);
  });
  it('names no address: its id is a urn', () => {
    expect(JSON.parse(schemaText())).toMatchObject({ $id: 'urn:gatewayc:gateway.schema.json' });
  });
  it.each(withDefaults)('accepts its own default or example at %s: %j', (place, value) => {
    const validate = ajv.compile({ $ref: `gateway${place}` });
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  });
  it('describes every key and titles every definition, for editors', () => {
    const undescribed = [...schemasIn(schema)]
      .filter(([place]) => /\/properties\/[^/]+$/.test(place) && !/\/(if|enabled)(\/|$)/.test(place))
      .filter(
        ([, { $ref, description }]) =>
          !description && !($ref && defs[$ref.slice('#/$defs/'.length)]?.description),
      )
      .map(([place]) => place);
    expect(undescribed).toEqual([]);
    expect(Object.entries(defs).filter(([, { title }]) => !title)).toEqual([]);
  });
  it('accepts aliases and other spellings as an editor would, without the compiler', () => {
    const validate = createAjv().compile(schema);
    const document = {
      base: { port: 8080 },
      routes: [{ id: 'r', paths: ['/a'], host: 'a.example', service: { name: 's', endpoints: 'a:1' } }],
      services: [
        { id: 't', nodes: [{ url: 'http://a' }], load_balancer: { algorithm: 'weighted_round_robin' } },
      ],
    };
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  });
  it('says the same as the validator that was compiled from it', () => {
    const validate = createAjv({ messages: false, inlineRefs: false }).compile(schema);
    const bad = {
      routes: [{ id: 'a b', path: [5], retry: { attempts: 0, x: 1 }, headers: { 'a b': 'c' } }],
      services: [{ id: 's', load_balancer: { algorithm: 'x' }, nodes: [] }],
      cors_config: {},
    };
    const precompiled = compiled as unknown as typeof validate;
    expect([validate(bad), precompiled(bad)]).toEqual([false, false]);
    expect(precompiled.errors?.length).toBeGreaterThan(5);
    expect(precompiled.errors?.map(({ keyword, instancePath }) => [keyword, instancePath])).toEqual(
      validate.errors?.map(({ keyword, instancePath }) => [keyword, instancePath]),
    );
  });
  it('has words for every keyword that can fail', () => {
    const harmless = new Set([
      '$schema',
      '$id',
      '$ref',
      '$defs',
      'title',
      'description',
      'default',
      'examples',
      'deprecated',
    ]);
    const carriers = new Set([
      'properties',
      'patternProperties',
      'items',
      'then',
      'doNotSuggest',
      'deprecationMessage',
    ]);
    const silenced = new Set(['not', 'const']);
    const keywords = new Set(
      [...schemasIn(schema)].flatMap(([place, one]) =>
        /\/(properties|\$defs|patternProperties|discriminator)$/.test(place) ? [] : Object.keys(one),
      ),
    );
    const found = { node: undefined, value: 5, path: [] };
    for (const keyword of keywords) {
      if (
        harmless.has(keyword) ||
        carriers.has(keyword) ||
        keyword.startsWith('x-') ||
        silenced.has(keyword) ||
        /^\d+$/.test(keyword)
      )
        continue;
      const error = { keyword, instancePath: '', schemaPath: '', params: {} };
      expect(() => explain({ error, found, describe: String }), keyword).not.toThrow();
    }
  });
});

describe('the schema and the model agree', () => {
  const names = (name: string): readonly string[] => Object.values(defs[name]?.['x-name'] ?? {});
  it('on operators (D7)', () => {
    expect(new Set(names('operator'))).toEqual(new Set(OPERATOR_NAMES));
    for (const [spelling, canonical] of Object.entries(defs.operator?.['x-name'] ?? {}))
      expect(parseOperator(spelling), spelling).toEqual(parseOperator(canonical));
  });
  it('on retry conditions', () => {
    expect(new Set(names('retry-condition'))).toEqual(new Set(RETRY_CONDITIONS));
  });
  it.each(['250ms', '5s', '1m30s', '5', '1.5s', '1h', '2d'])('on the duration %s', (text) => {
    expect(new RegExp((defs.duration as { pattern?: string }).pattern as string).test(text)).toBe(true);
    expect(parseDuration(text)).toBeGreaterThan(0);
  });
  it.each(['10k', '4m', '1g', '512', '10MiB', '1.5 MB'])('on the size %s', (text) => {
    expect(new RegExp((defs.size as { pattern?: string }).pattern as string).test(text)).toBe(true);
    expect(parseSize(text)).toBeGreaterThan(0);
  });
});
