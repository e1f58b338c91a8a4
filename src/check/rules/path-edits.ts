import type { RouteBlock } from '../../model/document.ts';
import type { NodePath } from '../../model/path.ts';
import { literalStart, type PathPattern } from '../../model/pattern.ts';
import { ofRoute, patternsOf, type RouteFacts } from '../context.ts';
import type { RuleFinding } from '../finding.ts';
import type { Rule } from '../rule.ts';

/** What a path cannot hold: it is sent upstream as a path, and no more. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const NOT_A_PATH = /[\u0000-\u001f\u007f\\?#]|\/\.\.?(?:\/|$)|\/\//;

/** Edits of the path make sense: what is stripped is there, what is added is a path, and they do not contradict each other. */
export const pathEdits: Rule = function* ({ routes }) {
  for (const route of routes) {
    const { add_prefix, rewrite, strip_prefix } = route.block;
    if (strip_prefix !== undefined && strip_prefix !== false) yield* strip(route, strip_prefix);
    if (rewrite !== undefined && strip_prefix !== undefined && strip_prefix !== false)
      yield complain(
        route.block,
        'rewrite',
        '"rewrite" replaces the whole path, so there is nothing left to strip',
        'keep one of the two',
      );
    if (rewrite !== undefined) yield* text(route.block, 'rewrite', rewrite.replace(/\$\{[^}]*\}/g, 'x'));
    if (add_prefix !== undefined) yield* text(route.block, 'add_prefix', add_prefix);
  }
};

function complain(route: RouteBlock, key: string, message: string, help: string): RuleFinding {
  return { code: 'GW2037', message, at: [...route.at, key], help, context: ofRoute(route) };
}

function* text(route: RouteBlock, key: 'rewrite' | 'add_prefix', path: string): Iterable<RuleFinding> {
  if (!path.startsWith('/') && !(key === 'rewrite' && route.rewrite?.startsWith('${path}')))
    yield complain(route, key, `"${key}" does not start with "/"`, 'start it with "/"');
  else if (NOT_A_PATH.test(path))
    yield complain(
      route,
      key,
      `"${key}" holds what no path can hold`,
      'remove "?", "#", "\\", dot segments and empty segments; the query is edited with "request_query"',
    );
}

function* strip(route: RouteFacts, wish: true | string): Iterable<RuleFinding> {
  const { block } = route;
  const at: NodePath = [...block.at, 'strip_prefix'];
  const starts = patternsOf(route).map((pattern: PathPattern) => literalStart(pattern));
  const labels = [{ at: route.paths[0]?.at ?? block.at, message: 'the path of the route' }];
  const say = (message: string, help: string): RuleFinding => ({
    code: 'GW2010',
    message,
    at,
    labels,
    help,
    context: ofRoute(block),
  });
  if (wish === true) {
    if (starts.some((start) => start.length === 0))
      yield say(
        'the path starts with nothing literal, so there is no prefix to strip',
        'write the prefix that is meant, or remove "strip_prefix"',
      );
    else if (new Set(starts.map((start) => start.length)).size > 1)
      yield say(
        'the paths of this route start with prefixes of different length',
        'write the prefix as a text, or use one route for each path',
      );
    return;
  }
  if (!wish.startsWith('/'))
    return yield say(`the prefix "${wish}" does not start with "/"`, 'start it with "/"');
  const wanted = wish.split('/').filter((segment) => segment !== '');
  const missing = starts.some((start) => wanted.some((segment, i) => start[i] !== segment));
  if (wanted.length === 0 || missing)
    yield say(
      `the path does not start with the whole segments of "${wish}"`,
      'strip segments every path of the route starts with',
    );
}
