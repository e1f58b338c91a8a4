import type { RouteBlock } from '../../model/document.ts';
import type { NodePath } from '../../model/path.ts';
import { captureNames } from '../../model/pattern.ts';
import { parseTemplate, REQUEST_VARIABLES, RESPONSE_VARIABLES } from '../../model/template.ts';
import { ofRoute, patternsOf, type RouteFacts } from '../context.ts';
import type { RuleFinding } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { didYouMean } from '../suggest.ts';

interface Field {
  readonly text: string;
  readonly at: NodePath;
  readonly side: 'request' | 'response';
}

/** A template uses variables of the closed list, those of the answer only on the answer, and captures every path of its route has (D32). */
export const templates: Rule = function* ({ routes }) {
  for (const route of routes) for (const field of fieldsOf(route.block)) yield* checkField(field, route);
};

function fieldsOf(route: RouteBlock): readonly Field[] {
  const { at, host_rewrite, rewrite, target } = route;
  const request = (text: string | undefined, place: NodePath): readonly Field[] =>
    text === undefined ? [] : [{ text, at: place, side: 'request' }];
  return [
    ...request(rewrite, [...at, 'rewrite']),
    ...request(host_rewrite, [...at, 'host_rewrite']),
    ...(target.kind === 'redirect' ? request(target.location, [...target.at, 'location']) : []),
    ...(['request_headers', 'request_query', 'response_headers'] as const).flatMap((key) =>
      editFields(route, key),
    ),
  ];
}

function editFields(
  route: RouteBlock,
  key: 'request_headers' | 'request_query' | 'response_headers',
): readonly Field[] {
  const edit = route[key];
  if (!edit) return [];
  const side = key === 'response_headers' ? 'response' : 'request';
  return (['set', 'add'] as const).flatMap((verb) =>
    Object.entries(edit[verb]).map(([name, text]) => ({ text, at: [...edit.at, verb, name], side }) as const),
  );
}

function* checkField({ at, side, text }: Field, route: RouteFacts): Iterable<RuleFinding> {
  const context = ofRoute(route.block);
  if (/(?<!\$)\$\{[^}]*$/.test(text))
    yield {
      code: 'GW2008',
      message: `"${text}" opens a variable that is never closed`,
      at,
      help: 'close it with "}", or write "$${" for the characters',
      context,
    };
  for (const part of parseTemplate(text)) {
    if (part.kind === 'capture') yield* checkCapture(part.name, at, route);
    if (part.kind !== 'variable') continue;
    const usable: readonly string[] =
      side === 'request' ? REQUEST_VARIABLES : [...REQUEST_VARIABLES, ...RESPONSE_VARIABLES];
    if (usable.includes(part.name)) continue;
    const late = (RESPONSE_VARIABLES as readonly string[]).includes(part.name);
    yield {
      code: 'GW2008',
      message: late
        ? `"${part.name}" is not known before the answer`
        : `unknown run-time variable "${part.name}"`,
      at,
      help: late
        ? 'use it in "response_headers"'
        : didYouMean(part.name, usable, `the variables are ${usable.join(', ')}, and path.<capture>`),
      context,
    };
  }
}

function* checkCapture(name: string, at: NodePath, route: RouteFacts): Iterable<RuleFinding> {
  const without = patternsOf(route).find((pattern) => !captureNames(pattern).includes(name));
  if (!without) return;
  const names = captureNames(without);
  const none =
    route.paths.length > 1
      ? 'one of the paths captures nothing'
      : 'the path captures nothing: write ":name" or "{name}" in it';
  yield {
    code: 'GW2009',
    message: `the path captures no "${name}"`,
    at,
    labels: [{ at: route.paths[0]?.at ?? route.block.at, message: 'the path of the route' }],
    help: names.length === 0 ? none : didYouMean(name, names, `it captures ${names.join(', ')}`),
    context: ofRoute(route.block),
  };
}
