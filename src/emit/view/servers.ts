import type { CertificateBlock } from '../../model/document.ts';
import type { Gateway, Listener } from '../../model/gateway.ts';
import { keyword, type Token, word } from '../token.ts';
import { type LocalView, locals, type ProxyView, proxies } from './locations.ts';

export interface ListenView {
  readonly address: Token;
  readonly fallback: boolean;
  readonly tls: boolean;
  readonly http2: boolean;
}

export interface ServerView {
  readonly listen: readonly ListenView[];
  readonly http2: boolean;
  readonly names: readonly Token[];
  /** One element or none. */
  readonly certificates: readonly {
    readonly certificate: Token;
    readonly key: Token;
    readonly protocols: readonly Token[];
  }[];
  readonly health: readonly { readonly path: Token; readonly type: Token; readonly body: Token }[];
  readonly ready: readonly { readonly path: Token }[];
  readonly proxies: readonly ProxyView[];
  readonly locals: readonly LocalView[];
}

export interface RedirectView {
  readonly listen: readonly { readonly address: Token }[];
  readonly health: ServerView['health'];
  readonly ready: ServerView['ready'];
  readonly port: Token;
}

/** @returns `8080`, `10.0.0.1:8080`, `[::]:8080` or `unix:/path` */
export function listenAddress(listener: Listener): Token {
  if (listener.kind === 'unix') return word(`unix:${listener.path}`, listener.at);
  const host = listener.host.includes(':') ? `[${listener.host}]` : listener.host;
  return word(host === '' ? String(listener.port) : `${host}:${listener.port}`, listener.at);
}

/** nginx before 1.25.1 takes http2 on `listen`, later ones as a directive. */
const http2OnListen = (gateway: Gateway): boolean => gateway.flavor === 'debian-1.22';

function listen(gateway: Gateway, listener: Listener, fallback: boolean): ListenView {
  const http2 = gateway.server.http2 && listener.tls && http2OnListen(gateway);
  return { address: listenAddress(listener), fallback, tls: listener.tls, http2 };
}

function certificateViews(gateway: Gateway, block: CertificateBlock | undefined): ServerView['certificates'] {
  if (block === undefined) return [];
  const protocols = gateway.server.minTls === '1.3' ? ['TLSv1.3'] : ['TLSv1.2', 'TLSv1.3'];
  return [
    {
      certificate: word(block.cert_file, [...block.at, 'cert_file']),
      key: word(block.key_file, [...block.at, 'key_file']),
      protocols: protocols.map((p) => keyword(p)),
    },
  ];
}

/** `/health` answers the `OK` that load balancers look for (M282); every other path answers JSON (M248). */
function health(gateway: Gateway): ServerView['health'] {
  return gateway.health.paths.map((path) =>
    path === '/health'
      ? { path: word(path), type: keyword('text/plain'), body: keyword('"OK\\n"') }
      : { path: word(path), type: keyword('application/json'), body: keyword(`'{"status":"healthy"}\\n'`) },
  );
}

const ready = ({ health: { readyPath } }: Gateway): ServerView['ready'] =>
  readyPath === undefined ? [] : [{ path: word(readyPath) }];

/** The server of every name, then one a further certificate. */
export function servers(gateway: Gateway): readonly ServerView[] {
  const { certificates, redirectHttp } = gateway.server;
  const served = gateway.server.listeners.filter((l) => l.tls || !redirectHttp);
  const body = {
    http2: gateway.server.http2 && !http2OnListen(gateway) && served.some((l) => l.tls),
    health: health(gateway),
    ready: ready(gateway),
    proxies: proxies(gateway),
    locals: locals(gateway),
  };
  const fallback = certificates.find((c) => c.hosts.length === 0) ?? certificates[0];
  const first = {
    ...body,
    listen: served.map((l) => listen(gateway, l, true)),
    names: [keyword('_')],
    certificates: certificateViews(gateway, fallback),
  };
  const named = certificates
    .filter((c) => c.hosts.length > 0)
    .map((c) => ({
      ...body,
      listen: served.filter((l) => l.tls).map((l) => listen(gateway, l, false)),
      names: c.hosts.map((host, i) => word(host, [...c.at, 'hosts', i])),
      certificates: certificateViews(gateway, c),
    }));
  return [first, ...named];
}

/** The server that sends plain HTTP to HTTPS, all but the questions for health; one element or none. */
export function redirects(gateway: Gateway): readonly RedirectView[] {
  const plain = gateway.server.listeners.filter((l) => !l.tls);
  const secure = gateway.server.listeners.find((l) => l.tls);
  if (!gateway.server.redirectHttp || plain.length === 0 || secure === undefined) return [];
  const port = secure.kind === 'tcp' && secure.port !== 443 ? `:${secure.port}` : '';
  const listen = plain.map((l) => ({ address: listenAddress(l) }));
  return [{ listen, health: health(gateway), ready: ready(gateway), port: keyword(port) }];
}
