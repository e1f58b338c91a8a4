import { describe, expect, it } from 'vitest';
import { lower } from '../../../src/lower/lower.ts';
import type { Gateway } from '../../../src/model/gateway.ts';
import { milliseconds } from '../../../src/model/units.ts';
import { defaultProfile } from '../../../src/passes/default-profile.ts';
import { nativeBalancers } from '../../../src/passes/native-balancers.ts';
import { optimise } from '../../../src/passes/optimise.ts';
import { sandboxed } from '../../../src/passes/sandbox.ts';
import {
  gatewayDocument,
  type PlainGateway,
  type PlainRoute,
  type PlainService,
} from '../../oracle/document.ts';

const build = (plain: PlainGateway): Gateway => lower(gatewayDocument(plain), { flavor: 'openresty' });

describe('native balancers', () => {
  const kind = (service: PlainService, route: PlainRoute = {}): string | undefined =>
    nativeBalancers(build({ services: [service], routes: [{ service_id: 's0', ...route }] })).services[0]
      ?.balancer.kind;

  it('take over where every node is an address', () => {
    expect(kind({ nodes: [{ id: 'a' }, { id: 'b' }] })).toBe('native');
    expect(kind({ nodes: [{ id: 'a' }, { id: 'b', host: '::1' }] })).toBe('native');
  });

  it('leave names, which are resolved at run time, to Lua (T8)', () => {
    expect(kind({ nodes: [{ id: 'a' }, { id: 'b', host: 'b.test' }] })).toBe('lua');
  });

  it.each(['ip-hash', 'consistent-hash', 'least-connections', 'p2c', 'least-time'])(
    'leave %s to Lua: nginx means something else by it, or has none (M148, M149)',
    (algorithm) => {
      const load_balancer = { at: [], algorithm, options: {} };
      expect(kind({ nodes: [{ id: 'a' }, { id: 'b' }], load_balancer })).toBe('lua');
    },
  );

  it('leave more attempts than nodes to Lua', () => {
    const retry = { at: [], attempts: 3, on: ['connection'], non_idempotent: false };
    expect(kind({ nodes: [{ id: 'a' }, { id: 'b' }] }, { retry })).toBe('lua');
  });
});

describe('the default profile', () => {
  const slow = { timeout: milliseconds(90_000) };

  it('is the proxy profile of most routes, and routes keep theirs', () => {
    const routes = [
      {},
      { service_id: 's0', ...slow },
      { service_id: 's0' },
      { service_id: 's0' },
    ] as PlainRoute[];
    const before = build({ services: [{}], routes });
    const after = defaultProfile(before);
    expect(after.profiles[0]).toMatchObject({ kind: 'proxy', timeout: 30_000 });
    expect(after.routes.map(({ profile }) => after.profiles[profile])).toEqual(
      before.routes.map(({ profile }) => before.profiles[profile]),
    );
  });

  it('is the first of those used equally often', () => {
    const { profiles } = defaultProfile(
      build({ services: [{}], routes: [{ service_id: 's0', ...slow }, { service_id: 's0' }] }),
    );
    expect(profiles[0]).toMatchObject({ timeout: 90_000 });
  });

  it('is one of its own where nothing is proxied', () => {
    const { profiles, routes } = optimise(build({ routes: [{}] }));
    expect(profiles.map(({ kind }) => kind)).toEqual(['proxy', 'local']);
    expect(routes[0]?.profile).toBe(1);
  });
});

describe('the sandbox', () => {
  it('listens on private sockets only (T2)', () => {
    const gateway = sandboxed(build({ routes: [{}] }), { directory: '/tmp/x' });
    expect(gateway.server).toMatchObject({
      listeners: [{ kind: 'unix', path: '/tmp/x/listen-0.sock', tls: false }],
      workers: 1,
      selfTestSocket: '/tmp/x/self-test.sock',
    });
    expect(gateway.metrics?.listener).toMatchObject({ kind: 'unix', path: '/tmp/x/metrics.sock' });
  });
});
