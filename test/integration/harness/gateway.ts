import { existsSync, readFileSync } from 'node:fs';
import { logFiles } from './layout.ts';
import { rawRequest } from './request.ts';
import type { Address, Gateway, GatewayYaml } from './types.ts';

/** The listeners a gateway under test can have. */
export type Listener = 'public' | 'tls' | 'metrics' | 'admin';

/** What the two kinds of stack do differently. */
export interface GatewayHost {
  /** Looked up each time: `apply` may switch the live bundle. */
  bundle(): string;
  address(listener: Listener): Address;
  /** stdout and stderr of nginx. */
  output(): Promise<string>;
  reload(yaml: GatewayYaml): Promise<void>;
  exec(command: readonly string[]): Promise<{ exitCode: number; output: string }>;
  stop(): Promise<void>;
}

/** The handle tests use, on any kind of stack. */
export function gatewayHandle(host: GatewayHost): Gateway {
  const origin = (listener: Listener, scheme = 'http') => {
    const { host: name, port } = host.address(listener);
    return `${scheme}://${name}:${port}`;
  };
  const read = (kind: 'access' | 'error') => {
    const path = logFiles(host.bundle())[kind];
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  return {
    get bundle() {
      return host.bundle();
    },
    url: (path = '/') => origin('public') + path,
    tlsUrl: (path = '/') => origin('tls', 'https') + path,
    metricsUrl: (path = '/metrics') => origin('metrics') + path,
    adminUrl: (path = '/') => origin('admin') + path,
    request: (path, init) => rawRequest(origin('public'), path, init),
    logs: async () => (await host.output()) + read('error'),
    accessLog: async () => {
      // A configuration may log to stdout; there, lines that are not JSON are nginx's own.
      const lines = read('access') || (await host.output()).replace(/^(?!\{).*$/gm, '');
      return lines
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    },
    reload: (yaml) => host.reload(yaml),
    exec: (command) => host.exec(command),
    stop: () => host.stop(),
  };
}
