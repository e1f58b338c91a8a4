/**
 * Text with run-time variables (D32): `${request_id}` in lower case is filled in per request, from a closed list.
 * `${UPPER}` was replaced by the environment before this type exists.
 */

/** Variables a request-side template may use. */
export const REQUEST_VARIABLES = [
  'request_id',
  'client_ip',
  'host',
  'method',
  'scheme',
  'path',
  'route_id',
  'service_id',
] as const;

/** Variables only a response-side template may use, besides those of the request. `response_time` is seconds, three decimals. */
export const RESPONSE_VARIABLES = ['response_time', 'status'] as const;

/** One piece of a template: literal text, a variable of the closed list, or a capture of the route's path. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'capture'; readonly name: string };

/** A parsed template. */
export type Template = readonly TemplatePart[];

/**
 * Parses `a ${request_id} b ${path.id}`. `$${` is a literal `${`.
 * @param text the value as written in the document, environment already filled in
 * @returns the parts, adjacent text merged
 */
export function parseTemplate(text: string): Template {
  const parts: TemplatePart[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ kind: 'text', text: literal });
    literal = '';
  };
  let last = 0;
  for (const match of text.matchAll(/\$\$\{|\$\{(?:var:)?([^}]*)\}/g)) {
    literal += text.slice(last, match.index);
    last = match.index + match[0].length;
    if (match[1] === undefined) literal += '${';
    else {
      flush();
      const name = match[1];
      parts.push(
        name.startsWith('path.') ? { kind: 'capture', name: name.slice(5) } : { kind: 'variable', name },
      );
    }
  }
  literal += text.slice(last);
  flush();
  return parts;
}
