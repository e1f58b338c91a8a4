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

type Draft = Record<string, Leaf>;

/** A sorted set. */
export const setOf = (texts: readonly string[]): readonly string[] =>
  texts.length < 2 ? texts : [...new Set(texts)].sort(byText);

/**
 * Says what a route means.
 * @param described the route
 * @param find finds its secrets; ids, hosts, paths and methods are shown wherever they came from, for clients have to know them
 */
export function routeModel({ block, route, matches }: DescribedRoute, find: FindSecrets): RouteModel {
  const secrets = find(block.at, isPlainIn(block));
  const paths = matches.map(({ pattern }) => describePattern(pattern));
  // One by one, and only what is there: this runs for every route.
  const fields: Draft = { priority: block.priority, paths: setOf(paths) };
  if (block.hosts.length > 0) fields.hosts = setOf(block.hosts.map(asciiLower));
  if (route.methods.length > 0) fields.methods = route.methods;
  putTarget(fields, block.target, secrets);
  if (route.path) putPath(fields, block, { strip: route.path.strip, secrets });
  putHost(fields, block.host_rewrite, secrets);
  putEdits(fields, 'request_headers', { edit: block.request_headers, secrets });
  putEdits(fields, 'request_query', { edit: block.request_query, secrets });
  putEdits(fields, 'response_headers', { edit: block.response_headers, secrets });
  if (block.timeout !== undefined) fields.timeout = block.timeout;
  if (block.connect_timeout !== undefined) fields.connect_timeout = block.connect_timeout;
  putRetry(fields, block.retry);
  if (block.max_body_size !== undefined) fields.max_body_size = block.max_body_size;
  if (block.request_buffering === false) fields.request_buffering = false;
  if (block.response_buffering === false) fields.response_buffering = false;
  const { methods, require } = route;
  return {
    id: route.id,
    fields,
    methods,
    ...(route.when && { when: canonicalCondition(route.when, secrets) }),
    ...(require && {
      require: { condition: canonicalCondition(require.condition, secrets), status: require.status },
    }),
  };
}

const isPlainIn =
  ({ id, hosts, methods, paths, target }: RouteBlock) =>
  (text: string): boolean =>
    text === id ||
    paths.includes(text) ||
    methods.includes(text.toUpperCase()) ||
    hosts.includes(text) ||
    (target.kind === 'service' && target.service_id === text);

function putTarget(fields: Draft, block: TargetBlock, secrets: Secrets): void {
  switch (block.kind) {
    case 'service':
      fields.service_id = block.service_id;
      return;
    case 'redirect':
      fields['redirect.status'] = block.status;
      fields['redirect.location'] = template(block.location, secrets);
      return;
    case 'respond':
      fields['respond.status'] = block.status;
      fields['respond.body'] = masked(block.body, secrets);
      fields['respond.content_type'] = masked(block.content_type, secrets);
      for (const [name, text] of sorted(block.headers))
        fields[`respond.headers.${asciiLower(name)}`] = masked(text, secrets);
  }
}

const sorted = (record: Readonly<Record<string, string>>): readonly (readonly [string, string])[] =>
  Object.entries(record).sort(([a], [b]) => byText(a, b));

const template = (text: string, secrets: Secrets): Leaf => {
  const known = masked(text, secrets);
  return typeof known === 'string' ? templateText(parseTemplate(known)) : known;
};

function putPath(
  fields: Draft,
  { add_prefix = '', rewrite }: RouteBlock,
  { secrets, strip }: { readonly strip: number; readonly secrets: Secrets },
): void {
  if (strip > 0) fields.strip_prefix = strip;
  const known = masked(add_prefix, secrets);
  const add = typeof known === 'string' ? known.replace(/\/+$/, '') : known;
  if (add !== '') fields.add_prefix = add;
  if (rewrite !== undefined) fields.rewrite = template(rewrite, secrets);
}

function putHost(fields: Draft, wish: string | undefined, secrets: Secrets): void {
  if (wish !== undefined && wish !== 'preserve') fields.host_rewrite = template(wish, secrets);
}

function putEdits(
  fields: Draft,
  key: string,
  { edit, secrets }: { readonly edit: EditBlock | undefined; readonly secrets: Secrets },
): void {
  if (!edit) return;
  const spelt = key === 'request_query' ? (name: string) => name : asciiLower;
  for (const how of ['set', 'add'] as const)
    for (const [name, text] of sorted(edit[how]))
      fields[`${key}.${how}.${spelt(name)}`] = template(text, secrets);
  if (edit.remove.length > 0) fields[`${key}.remove`] = setOf(edit.remove.map(spelt));
}

const FIVES = ['500', '502', '503', '504'];

/**
 * Adds the fields of retry settings. `5xx` and the statuses it stands for are one spelling.
 * @param fields takes them
 * @param retry the block, where there is one
 */
export function putRetry(fields: Draft, retry: RetryBlock | undefined): void {
  if (!retry) return;
  const wide = new Set(retry.on.flatMap((condition) => (condition === '5xx' ? FIVES : [condition])));
  const short = FIVES.every((status) => wide.has(status))
    ? [...[...wide].filter((condition) => !FIVES.includes(condition)), '5xx']
    : [...wide];
  fields['retry.attempts'] = retry.attempts;
  if (retry.per_try_timeout !== undefined) fields['retry.per_try_timeout'] = retry.per_try_timeout;
  fields['retry.on'] = RETRY_CONDITIONS.filter((condition) => short.includes(condition));
  fields['retry.non_idempotent'] = retry.non_idempotent;
}
