import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { mainView } from '../../src/emit/view/main.ts';
import type { Gateway } from '../../src/model/gateway.ts';
import { sandboxed } from '../../src/passes/sandbox.ts';
import { goldenCase, goldenNames } from '../golden/cases.ts';
import { examineCase } from '../golden/compile.ts';
import { beyondPrinting, lookUp, nestedConditions, places, templates } from './template-walk.ts';

const all = [...templates];

/** The gateways of the goldens, one of them in the sandbox, which has a self-test, and one whose balancer takes arguments. */
async function views(): Promise<object[]> {
  const examined = await Promise.all(goldenNames().map((name) => examineCase(goldenCase(name))));
  const gateways = examined.flatMap(({ gateway }) => (gateway ? [gateway] : []));
  const served = gateways.find(({ services }) => services.length > 0) as Gateway;
  const trial = sandboxed(served, { directory: '/run/trial' });
  const directives = [{ name: 'hash', args: ['$remote_addr', 'consistent'] }];
  const balancer = { kind: 'native', name: 'any', directives, weighted: true } as const;
  const hashing = { ...served, services: served.services.map((service) => ({ ...service, balancer })) };
  return [...gateways, trial, hashing].map(mainView);
}

describe('the templates', () => {
  it('are there', () => {
    expect(all.length).toBeGreaterThan(10);
  });

  it('print tokens, and do nothing else', () => {
    expect(all.flatMap(([name, body]) => beyondPrinting(name, body))).toEqual([]);
  });

  it('nest no conditions', () => {
    expect(all.flatMap(([name, body]) => nestedConditions(name, body))).toEqual([]);
  });

  it('name nothing a view model has not: handlebars would print nothing for it, without a word', async () => {
    const missing = new Set<string>();
    const seen = new Set<string>();
    const root = templates.get('nginx.conf') as hbs.AST.Program;
    for (const view of await views()) lookUp('nginx.conf', root, { view, missing, seen });
    expect([...missing]).toEqual([]);
    // Every name was looked up at least once, so the goldens show all there is.
    expect(all.flatMap(([name, body]) => places(name, body)).filter((place) => !seen.has(place))).toEqual([]);
  });
});

describe('the walk itself', () => {
  it.each([
    '{{x}}',
    '{{{tok x}}}',
    '{{#unless x}}{{/unless}}',
    '{{tok (tok x)}}',
    '{{#each x as |y|}}{{tok y.z w}}{{/each}}',
    '{{> gone}}',
    '{{log x}}',
  ])('sees %s', (text) => {
    expect(beyondPrinting('t', Handlebars.parse(text)).length).toBeGreaterThan(0);
  });

  it('sees conditions within conditions, through lists and partials', () => {
    expect(nestedConditions('t', Handlebars.parse('{{#if a}}{{#if b}}{{/if}}{{/if}}'))).toHaveLength(1);
    expect(nestedConditions('t', Handlebars.parse('{{#if a}}{{else}}{{> proxying}}{{/if}}'))).toHaveLength(1);
    expect(
      nestedConditions('t', Handlebars.parse('{{#if a}}{{#each b}}{{#if c}}{{/if}}{{/each}}{{/if}}')),
    ).toEqual([]);
  });

  it('sees a name that is missing, and one that is looked up in a parent', () => {
    const missing = new Set<string>();
    const body = Handlebars.parse('{{tok a}}{{#each list}}{{tok b}}{{tok ../a}}{{/each}}{{#if c}}{{/if}}');
    lookUp('t', body, { view: { a: 1, list: [{}] }, missing, seen: new Set() });
    expect([...missing]).toEqual(['t:1:23 b', 't:1:32 ../a', 't:1:53 c']);
  });
});
