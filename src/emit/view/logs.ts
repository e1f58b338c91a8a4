import type { Gateway } from '../../model/gateway.ts';
import { keyword, type Token, word } from '../token.ts';

/** The access log of nginx.conf. */
export interface AccessLogView {
  readonly path: Token;
  readonly json: boolean;
  readonly clientIp: Token;
  /** Regexes of text that is not UTF-8: of a whole text, and of a request target up to its query. */
  readonly notUtf8: Token;
  readonly pathNotUtf8: Token;
}

/** RFC 3629 over bytes: shortest form, no surrogates, at most U+10FFFF. */
const UTF8_BEYOND_ASCII = [
  '[\\xC2-\\xDF][\\x80-\\xBF]',
  '\\xE0[\\xA0-\\xBF][\\x80-\\xBF]',
  '[\\xE1-\\xEC\\xEE\\xEF][\\x80-\\xBF]{2}',
  '\\xED[\\x80-\\x9F][\\x80-\\xBF]',
  '\\xF0[\\x90-\\xBF][\\x80-\\xBF]{2}',
  '[\\xF1-\\xF3][\\x80-\\xBF]{3}',
  '\\xF4[\\x80-\\x8F][\\x80-\\xBF]{2}',
].join('|');

/** A map's regex of text that is not UTF-8; plain ASCII is recognised in one go. */
const notUtf8 = (ascii: string, end: string): Token =>
  word(`~^${ascii}*+(?!${end})(?!(?:${ascii}|${UTF8_BEYOND_ASCII})*+${end})`);

/** A log's place: below `logs/` unless it is absolute. */
export function logPath(path: string, at: Gateway['log']['at']): Token {
  if (path === 'stdout') return keyword('/dev/stdout');
  if (path === 'stderr') return keyword('stderr');
  return word(path.startsWith('/') ? path : `logs/${path}`, at);
}

/** Without trusted proxies the client is the peer, and a peer of an IPv4 listener has no IPv6 spelling. */
export const clientIp = ({ server }: Gateway): Token =>
  keyword(server.trustedProxies.length === 0 ? '$remote_addr' : '$gw_client_ip');

/** @returns one element, or none where no access log is written */
export function accessLogs(gateway: Gateway): readonly AccessLogView[] {
  const { log } = gateway;
  if (log.access === 'off') return [];
  return [
    {
      path: logPath(log.access, log.at),
      json: log.format === 'json',
      clientIp: clientIp(gateway),
      notUtf8: notUtf8('[\\x00-\\x7F]', '\\z'),
      pathNotUtf8: notUtf8('[\\x00->@-\\x7F]', '(?:\\?|\\z)'),
    },
  ];
}
