import type { Gateway, Listener } from '../model/gateway.ts';

/**
 * What to ask a listener with, on this machine.
 * @param listener a listener of the public side or of the metrics
 * @returns for example `http://127.0.0.1:8080`; undefined for a unix socket
 */
export function localUrl(listener: Listener): string | undefined {
  if (listener.kind === 'unix') return undefined;
  const { host, port, tls } = listener;
  const name =
    host === '' || host === '0.0.0.0' || host === '*'
      ? '127.0.0.1'
      : host === '::'
        ? '[::1]'
        : host.includes(':')
          ? `[${host}]`
          : host;
  return `${tls ? 'https' : 'http'}://${name}:${port}`;
}

/**
 * Command lines that try a gateway: one for each of the first routes that have a literal path.
 * @param gateway the gateway
 * @param most how many
 */
export function suggestions(gateway: Gateway, most: number): string[] {
  const listener = gateway.server.listeners.find(({ kind }) => kind === 'tcp');
  const url = listener && localUrl(listener);
  if (url === undefined) return [];
  const seen = new Set<number>();
  const lines: string[] = [];
  for (const { route, host, pattern } of gateway.matches) {
    if (seen.has(route) || pattern.kind === 'regex' || lines.length === most) continue;
    seen.add(route);
    const path =
      pattern.kind === 'exact'
        ? pattern.path
        : `/${pattern.segments.map((segment) => (segment.kind === 'literal' ? segment.text : 'x')).join('/')}`;
    const method = gateway.routes[route]?.methods[0] ?? 'GET';
    const flags = [
      method === 'GET' ? '' : `-X ${method} `,
      host === undefined ? '' : `-H 'Host: ${host.replace('*', 'any')}' `,
      url.startsWith('https') ? '-k ' : '',
    ];
    lines.push(`curl -i ${flags.join('')}'${url}${encodeURI(path).replaceAll("'", '%27')}'`);
  }
  return lines;
}
