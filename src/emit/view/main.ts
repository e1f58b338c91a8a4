import type { Gateway } from '../../model/gateway.ts';
import { bytes } from '../../model/units.ts';
import { flightDict, metricsDict, nodesDict } from '../dicts.ts';
import { duration, identifier, integer, keyword, size, word } from '../token.ts';
import { accessLogs, clientIp, logPath } from './logs.ts';
import { listenAddress, redirects, servers } from './servers.ts';
import { upstreams } from './upstreams.ts';

/** Files a worker needs besides its connections: logs, temporary files, libraries. */
const SPARE_FILES = 512;

/** nginx's own default; a regex a route needs one entry each, and one that does not fit is compiled on every request. */
const REGEX_ENTRIES = 1_024;

/**
 * The service of most routes: the value `$gw_upstream` has when Lua writes none.
 * @returns its id; undefined when no route has a service
 */
export function defaultService(gateway: Gateway): string | undefined {
  const counts = new Map<string, number>();
  for (const { target } of gateway.routes) {
    if (target.kind === 'service') counts.set(target.service, (counts.get(target.service) ?? 0) + 1);
  }
  return [...counts].reduce<[string, number] | undefined>(
    (best, entry) => (best === undefined || entry[1] > best[1] ? entry : best),
    undefined,
  )?.[0];
}

function regexEntries(gateway: Gateway): number {
  const patterns = gateway.matches.reduce((sum, m) => {
    if (m.pattern.kind === 'regex') return sum + 1;
    return m.pattern.kind === 'segments'
      ? sum + m.pattern.segments.filter((s) => s.kind === 'any' && s.test !== undefined).length
      : sum;
  }, 0);
  const conditions = gateway.routes.filter((r) => r.when !== undefined || r.require !== undefined).length * 4;
  return REGEX_ENTRIES + 2 * (patterns + conditions);
}

/**
 * The view model of nginx.conf.
 * @param gateway the optimised gateway
 * @returns an object whose printable leaves are all tokens
 */
export function mainView(gateway: Gateway): object {
  const { server, log } = gateway;
  const upstream = defaultService(gateway);
  const flight = flightDict(gateway);
  return {
    user: server.user === undefined ? false : word(server.user, server.at),
    workers: server.workers === 'auto' ? keyword('auto') : integer(server.workers, server.at),
    workerConnections: integer(server.workerConnections, server.at),
    openFiles: integer(2 * server.workerConnections + SPARE_FILES, server.at),
    shutdownTimeout: duration(server.shutdownTimeout, server.at),
    errorLog: logPath(log.error, log.at),
    logLevel: keyword(log.level),
    readTimeout: duration(server.readTimeout, server.at),
    writeTimeout: duration(server.writeTimeout, server.at),
    idleTimeout: duration(server.idleTimeout, server.at),
    maxBody: size(server.maxBody, server.at),
    // nginx has four buffers; a request line or header field must fit one of them.
    headerBuffer: size(bytes(Math.max(1_024, Math.ceil(server.maxHeader / 4))), server.at),
    gzip: server.gzip,
    accessLogs: accessLogs(gateway),
    silent: log.access === 'off',
    clientIp: clientIp(gateway),
    trusted: server.trustedProxies.map((cidr, i) => word(cidr, [...server.at, 'trusted_proxies', i])),
    nodesDict: size(nodesDict(gateway)),
    flightDict: flight === undefined ? false : size(flight),
    metricsDict: size(metricsDict(gateway)),
    regexEntries: integer(regexEntries(gateway)),
    defaultUpstream: upstream === undefined ? keyword('""') : identifier(upstream),
    upstreams: upstreams(gateway),
    servers: servers(gateway),
    redirects: redirects(gateway),
    metrics:
      gateway.metrics === undefined
        ? []
        : [
            {
              address: listenAddress(gateway.metrics.listener),
              path: word(gateway.metrics.path, gateway.metrics.at),
            },
          ],
    selfTests:
      server.selfTestSocket === undefined ? [] : [{ address: word(`unix:${server.selfTestSocket}`) }],
  };
}
