import { describePattern } from '../../model/describe-pattern.ts';
import type { EditBlock, RetryBlock, RouteBlock, TargetBlock } from '../../model/document.ts';
import type { Match, Route } from '../../model/gateway.ts';
import { RETRY_CONDITIONS } from '../../model/retry.ts';
import { parseTemplate } from '../../model/template.ts';
import { asciiLower, byText } from '../../model/text.ts';
import { canonicalCondition } from './condition.ts';
import type { Leaf, RouteModel } from './model.ts';
import { type FindSecrets, masked, type Secrets } from './secrets.ts';
import { templateText } from './template-text.ts';

/** A route in all its forms. */
export interface DescribedRoute {
  readonly block: RouteBlock;
  readonly route: Route;
  /** Every way to reach it. */
  readonly matches: readonly Match[];
}

type Entry = readonly [string, Leaf | undefined];

/** A sorted set. */
export const setOf = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort(byText);

/**
 * Says what a route means.
 * @param described the route
 * @param find finds its secrets; ids, hosts, paths and methods are shown wherever they came from, for clients have to know them
 */
export function routeModel({ block, route, matches }: DescribedRoute, find: FindSecrets): RouteModel {
  const secrets = find(block.at, plainTexts(block));
  return {
    id: route.id,
    fields: definedFields([
      ['priority', block.priority],
      ['hosts', setOrNothing(block.hosts.map(asciiLower))],
      ['paths', setOf(matches.map(({ pattern }) => describePattern(pattern)))],
      ['methods', setOrNothing(route.methods)],
      ...target(block.target, secrets),
      ['strip_prefix', route.path?.strip || undefined],
      ['add_prefix', addPrefix(block.add_prefix, secrets)],
      ['rewrite', block.rewrite === undefined ? undefined : template(block.rewrite, secrets)],
      ['host_rewrite', hostRewrite(block.host_rewrite, secrets)],
      ...edits('request_headers', block.request_headers, secrets),
      ...edits('request_query', block.request_query, secrets),
      ...edits('response_headers', block.response_headers, secrets),
      ['timeout', block.timeout],
      ['connect_timeout', block.connect_timeout],
      ...retryFields(block.retry),
      ['max_body_size', block.max_body_size],
      ['request_buffering', block.request_buffering === false ? false : undefined],
      ['response_buffering', block.response_buffering === false ? false : undefined],
    ]),
    methods: route.methods,
    ...(route.when && { when: canonicalCondition(route.when, secrets) }),
    ...(route.require && {
      require: {
        condition: canonicalCondition(route.require.condition, secrets),
        status: route.require.status,
      },
    }),
  };
}

/** Fields in the order given, without those that are not there. */
export const definedFields = (entries: readonly Entry[]): Record<string, Leaf> =>
  Object.fromEntries(entries.filter((entry): entry is readonly [string, Leaf] => entry[1] !== undefined));

const setOrNothing = (texts: readonly string[]): readonly string[] | undefined =>
  texts.length === 0 ? undefined : setOf(texts);

function plainTexts({ id, hosts, methods, paths, target: to }: RouteBlock): ReadonlySet<string> {
  return new Set([id, ...hosts, ...methods, ...paths, ...(to.kind === 'service' ? [to.service_id] : [])]);
}

function target(block: TargetBlock, secrets: Secrets): readonly Entry[] {
  switch (block.kind) {
    case 'service':
      return [['service_id', block.service_id]];
    case 'redirect':
      return [
        ['redirect.status', block.status],
        ['redirect.location', template(block.location, secrets)],
      ];
    case 'respond':
      return [
        ['respond.status', block.status],
        ['respond.body', masked(block.body, secrets)],
        ['respond.content_type', masked(block.content_type, secrets)],
        ...Object.entries(block.headers)
          .sort(([a], [b]) => byText(a, b))
          .map(([name, text]): Entry => [`respond.headers.${asciiLower(name)}`, masked(text, secrets)]),
      ];
  }
}

const template = (text: string, secrets: Secrets): Leaf => {
  const known = masked(text, secrets);
  return typeof known === 'string' ? templateText(parseTemplate(known)) : known;
};

const hostRewrite = (wish: string | undefined, secrets: Secrets): Leaf | undefined =>
  wish === undefined || wish === 'preserve' ? undefined : template(wish, secrets);

function addPrefix(written: string | undefined, secrets: Secrets): Leaf | undefined {
  const known = masked(written ?? '', secrets);
  return (typeof known === 'string' ? known.replace(/\/+$/, '') : known) || undefined;
}

function edits(key: string, edit: EditBlock | undefined, secrets: Secrets): readonly Entry[] {
  if (!edit) return [];
  const spelt = key === 'request_query' ? (name: string) => name : asciiLower;
  const pairs = (['set', 'add'] as const).flatMap((how) =>
    Object.entries(edit[how])
      .sort(([a], [b]) => byText(a, b))
      .map(([name, text]): Entry => [`${key}.${how}.${spelt(name)}`, template(text, secrets)]),
  );
  return [...pairs, [`${key}.remove`, setOrNothing(edit.remove.map(spelt))]];
}

const FIVES = ['500', '502', '503', '504'];

/**
 * The fields of retry settings. `5xx` and the statuses it stands for are one spelling.
 * @param retry the block, where there is one
 */
export function retryFields(retry: RetryBlock | undefined): readonly Entry[] {
  if (!retry) return [];
  const wide = new Set(retry.on.flatMap((condition) => (condition === '5xx' ? FIVES : [condition])));
  const short = FIVES.every((status) => wide.has(status))
    ? [...[...wide].filter((condition) => !FIVES.includes(condition)), '5xx']
    : [...wide];
  return [
    ['retry.attempts', retry.attempts],
    ['retry.per_try_timeout', retry.per_try_timeout],
    ['retry.on', RETRY_CONDITIONS.filter((condition) => short.includes(condition))],
    ['retry.non_idempotent', retry.non_idempotent],
  ];
}
