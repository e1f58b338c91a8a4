import type { EditBlock, RouteBlock } from '../../model/document.ts';
import type { NodePath } from '../../model/path.ts';
import { asciiLower, TOKEN } from '../../model/text.ts';
import { ofRoute } from '../context.ts';
import type { RuleFinding } from '../finding.ts';
import type { Rule } from '../rule.ts';

/** Headers that belong to the connection or to the gateway itself, and how to get what an edit of them would be for. */
const HOP = [
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
const REQUEST_ONLY = [
  'expect',
  'host',
  'http2-settings',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
];
const OWN: readonly string[] = [...HOP, 'x-request-id'];
const FORBIDDEN = { request: [...OWN, ...REQUEST_ONLY], response: OWN } as const;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const NOT_A_VALUE = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** Header names and values are valid HTTP (S4), no header is named twice, and those the gateway needs for itself are left alone. */
export const headers: Rule = function* ({ routes }) {
  for (const { block } of routes) {
    if (block.request_headers) yield* edit(block, block.request_headers, 'request');
    if (block.response_headers) yield* edit(block, block.response_headers, 'response');
    if (block.target.kind !== 'respond') continue;
    const place = [...block.target.at, 'headers'];
    yield* pairs(block, { record: block.target.headers, at: place, side: 'response' });
    if (NOT_A_VALUE.test(block.target.content_type))
      yield invalid(
        block,
        [...block.target.at, 'content_type'],
        'the content type holds a control character',
      );
  }
};

const invalid = (route: RouteBlock, at: NodePath, message: string): RuleFinding => ({
  code: 'GW2029',
  message,
  at,
  help: "a header name is made of letters, digits and !#$%&'*+-.^_`|~; a value has no control characters",
  context: ofRoute(route),
});

function* edit(route: RouteBlock, block: EditBlock, side: 'request' | 'response'): Iterable<RuleFinding> {
  yield* pairs(route, { record: block.set, at: [...block.at, 'set'], side });
  yield* pairs(route, { record: block.add, at: [...block.at, 'add'], side });
  for (const [i, name] of block.remove.entries())
    yield* nameFault(route, { name, at: [...block.at, 'remove', i], side });
}

interface Pairs {
  readonly record: Readonly<Record<string, string>>;
  readonly at: NodePath;
  readonly side: 'request' | 'response';
}

function* pairs(route: RouteBlock, { at, record, side }: Pairs): Iterable<RuleFinding> {
  const seen = new Map<string, string>();
  for (const [name, value] of Object.entries(record)) {
    yield* nameFault(route, { name, at: [...at, name], side });
    if (NOT_A_VALUE.test(value))
      yield invalid(route, [...at, name], `the value of "${name}" holds a control character`);
    const earlier = seen.get(asciiLower(name));
    if (earlier !== undefined)
      yield invalid(route, [...at, name], `"${name}" and "${earlier}" are the same header`);
    seen.set(asciiLower(name), name);
  }
}

interface Name {
  readonly name: string;
  readonly at: NodePath;
  readonly side: 'request' | 'response';
}

function* nameFault(route: RouteBlock, { at, name, side }: Name): Iterable<RuleFinding> {
  if (!TOKEN.test(name)) yield invalid(route, at, `"${name}" is not a header name`);
  else if (FORBIDDEN[side].includes(asciiLower(name)))
    yield {
      code: 'GW2030',
      message: `the ${side} header "${name}" is the gateway's own`,
      at,
      help:
        asciiLower(name) === 'host'
          ? 'use "host_rewrite"'
          : 'leave it to the gateway, which sets it correctly for every connection',
      context: ofRoute(route),
    };
}
