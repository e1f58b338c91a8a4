import { parseTemplate } from '../../model/template.ts';
import { ofRoute } from '../context.ts';
import type { Rule } from '../rule.ts';

/** A redirect leads to a path of the same host, or to an absolute http or https URL, and its host does not come from the path. */
export const redirectLocation: Rule = function* ({ routes }) {
  for (const { block } of routes) {
    const { target } = block;
    if (target.kind !== 'redirect') continue;
    const plain = parseTemplate(target.location)
      .map((part) =>
        part.kind === 'text'
          ? part.text
          : part.kind === 'capture'
            ? '\u0000'
            : part.name === 'scheme'
              ? 'https'
              : 'v',
      )
      .join('');
    const problem = fault(plain);
    if (problem !== undefined)
      yield {
        code: 'GW2031',
        message: `the location "${target.location}" ${problem}`,
        at: [...target.at, 'location'],
        help: 'write "/path" or "https://host/path"',
        context: ofRoute(block),
      };
  }
};

/** `\u0000` stands for a capture. */
function fault(location: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[\u0001-\u0020\u007f\\]/.test(location)) return 'holds a character no URL can hold';
  if (/^\/\//.test(location)) return 'starts with "//", which leads to another host';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the mark of a capture
  if (/^\/\u0000/.test(location)) return undefined;
  if (location.startsWith('/')) return undefined;
  const host = /^https?:\/\/([^/?#]+)/i.exec(location)?.[1];
  if (host === undefined) return 'is neither an absolute URL nor a path';
  return host.includes('\u0000') ? 'takes its host from the request' : undefined;
}
