// lua/gatewayc/core/dns.lua against a name server that misbehaves, inside a real nginx.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { type DnsServer, REFUSED, SERVFAIL, startDnsServer } from '../../fixtures/dns-server.ts';
import { type Nginx, startNginx } from './nginx.ts';

interface Resolved {
  readonly list?: string[];
  readonly ttl?: number;
  readonly err?: string;
}

const running: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

async function server(): Promise<DnsServer> {
  const one = await startDnsServer();
  running.push(one);
  return one;
}

/** An nginx whose /resolve?host= answers what `dns.resolve` gave. */
async function resolver(resolvConf: string | undefined, hosts = '') {
  const files = { hosts, ...(resolvConf === undefined ? {} : { 'resolv.conf': resolvConf }) };
  const nginx: Nginx = await startNginx({
    files,
    init: `local dir = ngx.config.prefix()
      require("gatewayc.core.dns").configure(dir .. "resolv.conf", dir .. "hosts")`,
    server: `location /resolve { content_by_lua_block {
      local list, ttl = require("gatewayc.core.dns").resolve(ngx.var.arg_host)
      ngx.print(require("cjson").encode({ list = list, ttl = list and ttl, err = not list and ttl or nil }))
    } }`,
  });
  running.push(nginx);
  return {
    nginx,
    resolve: async (host: string) => JSON.parse(await nginx.get(`/resolve?host=${host}`)) as Resolved,
  };
}

describe('dns.resolve', () => {
  it('answers with the addresses and the smallest TTL of a name (T8)', async () => {
    const dns = await server();
    dns.answer('two.test', 'A', {
      records: [
        { type: 'A', value: '10.0.0.1', ttl: 30 },
        { type: 'A', value: '10.0.0.2', ttl: 20 },
      ],
    });
    const { resolve } = await resolver(dns.line);
    expect(await resolve('two.test')).toEqual({ list: ['10.0.0.1', '10.0.0.2'], ttl: 20 });
    expect(await resolve('TWO.test.')).toEqual({ list: ['10.0.0.1', '10.0.0.2'], ttl: 20 });
  });

  it('answers addresses and names of the hosts file without asking anybody', async () => {
    const dns = await server();
    const hosts =
      '10.1.1.1 box box.lan # a comment\n::1 six\n10.1.1.2 box.lan\nfe80::1 box.lan\nnonsense x\n';
    const { resolve } = await resolver(dns.line, hosts);
    expect(await resolve('192.0.2.7')).toEqual({ list: ['192.0.2.7'], ttl: 86400 });
    expect((await resolve('2001:DB8::0:1')).list).toEqual(['[2001:db8::1]']);
    expect((await resolve('[::1]')).list).toEqual(['[::1]']);
    expect((await resolve('::ffff:10.0.0.9')).list).toEqual(['10.0.0.9']);
    expect((await resolve('Box.lan')).list).toEqual(['10.1.1.1', '10.1.1.2']);
    expect((await resolve('six')).list).toEqual(['[::1]']);
    expect((await resolve('localhost')).list).toEqual(['127.0.0.1']);
    expect(dns.asked).toEqual([]);
  });

  it('asks the second server when the first one is dead, and the dead one last from then on', async () => {
    const [dead, good] = [await server(), await server()];
    dead.always({ drop: true });
    for (const name of ['a.test', 'b.test', 'c.test']) good.addresses(name, ['10.0.0.1']);
    const { resolve } = await resolver(`${dead.line}${good.line}options timeout:1\n`);
    expect((await resolve('a.test')).list).toEqual(['10.0.0.1']);
    await resolve('b.test');
    await resolve('c.test');
    expect(dead.asked).toHaveLength(1);
    expect(good.asked).toHaveLength(3);
  });

  it('asks the next server when a port is closed, or a server fails or refuses', async () => {
    const [failing, refusing, good] = [await server(), await server(), await server()];
    failing.always({ code: SERVFAIL });
    refusing.always({ code: REFUSED });
    good.addresses('a.test', ['10.0.0.1']);
    const closed = createSocket('udp4').bind(0, '127.0.0.1');
    await once(closed, 'listening');
    const line = `nameserver 127.0.0.1#${closed.address().port}\n`;
    await new Promise<void>((done) => closed.close(done));
    const { resolve } = await resolver(line + failing.line + refusing.line + good.line);
    expect((await resolve('a.test')).list).toEqual(['10.0.0.1']);
  });

  it('tells a name that is not there from a server that fails and one that is silent', async () => {
    const dns = await server();
    dns.answer('broken.test', 'A', { code: SERVFAIL });
    dns.answer('silent.test', 'A', { drop: true });
    dns.answer('empty.test', 'A', {});
    const { resolve } = await resolver(`${dns.line}options timeout:1 attempts:1\n`);
    expect(await resolve('missing.test')).toEqual({ err: 'NXDOMAIN' });
    expect(await resolve('broken.test')).toEqual({ err: 'SERVFAIL' });
    expect(await resolve('silent.test')).toEqual({ err: 'timeout' });
    expect(await resolve('empty.test')).toEqual({ err: 'no addresses' });
  });

  it('asks as often as `attempts` says, and never again for a name that does not exist', async () => {
    const dns = await server();
    dns.answer('broken.test', 'A', { code: SERVFAIL });
    const { resolve } = await resolver(`${dns.line}options attempts:3\n`);
    await resolve('broken.test');
    expect(dns.asked).toHaveLength(3);
    await resolve('missing.test');
    expect(dns.asked).toHaveLength(4);
  });

  it('asks again over TCP when an answer does not fit', async () => {
    const dns = await server();
    const many = Array.from({ length: 40 }, (_, i) => `10.0.1.${i}`);
    dns.addresses('many.test', many);
    const { resolve } = await resolver(dns.line);
    expect((await resolve('many.test')).list).toEqual(many);
    expect(dns.asked.map(({ over }) => over)).toEqual(['udp', 'tcp']);
  });

  it('follows aliases, inside an answer and over several, with the smallest TTL on the way', async () => {
    const dns = await server();
    dns.answer('www.test', 'A', {
      records: [
        { type: 'CNAME', value: 'Cdn.test', ttl: 7 },
        { name: 'CDN.test', type: 'CNAME', value: 'node.cdn.test', ttl: 50 },
        { name: 'node.cdn.test', type: 'A', value: '10.0.0.5', ttl: 40 },
      ],
    });
    dns.answer('half.test', 'A', { records: [{ type: 'CNAME', value: 'www.test', ttl: 5 }] });
    const { resolve } = await resolver(dns.line);
    expect(await resolve('www.test')).toEqual({ list: ['10.0.0.5'], ttl: 7 });
    expect(await resolve('half.test')).toEqual({ list: ['10.0.0.5'], ttl: 5 });
  });

  it('refuses aliases that lead in a circle', async () => {
    const dns = await server();
    dns.answer('a.test', 'A', { records: [{ type: 'CNAME', value: 'b.test' }] });
    dns.answer('b.test', 'A', { records: [{ type: 'CNAME', value: 'a.test' }] });
    dns.answer('self.test', 'A', { records: [{ type: 'CNAME', value: 'self.test' }] });
    const { resolve } = await resolver(dns.line);
    expect(await resolve('a.test')).toEqual({ err: 'more than 8 aliases' });
    expect(await resolve('self.test')).toEqual({ err: 'more than 8 aliases' });
  });

  it('counts only records of the name asked for', async () => {
    const dns = await server();
    dns.answer('a.test', 'A', {
      records: [
        { name: 'victim.test', type: 'A', value: '203.0.113.1' },
        { type: 'A', value: '10.0.0.1' },
      ],
    });
    const { resolve } = await resolver(dns.line);
    expect((await resolve('a.test')).list).toEqual(['10.0.0.1']);
  });

  it('takes IPv6 addresses, in brackets, where there is no IPv4 one', async () => {
    const dns = await server();
    dns.addresses('six.test', ['2001:db8:0:0:1:0:0:1', '2001:db8::2']);
    dns.addresses('both.test', ['2001:db8::3', '10.0.0.3']);
    const { resolve } = await resolver(dns.line);
    expect((await resolve('six.test')).list).toEqual(['[2001:db8::1:0:0:1]', '[2001:db8::2]']);
    expect((await resolve('both.test')).list).toEqual(['10.0.0.3']);
  });

  it.each([
    ['svc', 1, ['svc.one.lan', 'svc.two.lan', 'svc']],
    ['svc.', 1, ['svc']],
    ['svc.ns', 1, ['svc.ns', 'svc.ns.one.lan', 'svc.ns.two.lan']],
    ['svc.ns', 2, ['svc.ns.one.lan', 'svc.ns.two.lan', 'svc.ns']],
  ])('searches for %s with ndots:%i in %s', async (host, ndots, names) => {
    const dns = await server();
    const { resolve } = await resolver(`search one.lan two.lan.\noptions ndots:${ndots}\n${dns.line}`);
    expect(await resolve(host)).toEqual({ err: 'NXDOMAIN' });
    expect(dns.asked.map(({ name }) => name)).toEqual(names);
  });

  it('takes the first domain that knows the name, and does not search on past a failure', async () => {
    const dns = await server();
    dns.addresses('svc.two.lan', ['10.0.0.2']);
    dns.addresses('db.two.lan', ['10.0.0.9']);
    dns.answer('db.one.lan', 'A', { code: SERVFAIL });
    const { resolve } = await resolver(`search one.lan two.lan\n${dns.line}`);
    expect((await resolve('svc')).list).toEqual(['10.0.0.2']);
    expect(await resolve('db')).toEqual({ err: 'SERVFAIL' });
  });

  it.each(['id', 'name', 'type', 'server', 'loop', 'cut', 'query'] as const)(
    'passes over a message that is not the answer: %s',
    async (forgery) => {
      const dns = await server();
      dns.answer('a.test', 'A', {
        forged: Array.from({ length: 20 }, () => forgery),
        records: [{ type: 'A', value: '10.0.0.1' }],
      });
      const { resolve } = await resolver(dns.line);
      expect((await resolve('a.test')).list).toEqual(['10.0.0.1']);
    },
  );

  it('refuses what is no host name', async () => {
    const dns = await server();
    const { resolve } = await resolver(dns.line);
    for (const host of ['a..test', `${'x'.repeat(64)}.test`, `${'x.'.repeat(130)}test`, '.']) {
      expect(await resolve(host)).toEqual({ err: 'not a host name' });
    }
    expect(dns.asked).toEqual([]);
  });

  it('asks this machine when there is no resolv.conf, and starts without one', async () => {
    const { resolve, nginx } = await resolver(undefined);
    expect((await resolve('10.0.0.1')).list).toEqual(['10.0.0.1']);
    expect(nginx.errorLog()).not.toMatch(/\[(error|emerg)\]/);
  });

  it('draws a new id for every question', async () => {
    const dns = await server();
    const { resolve } = await resolver(dns.line);
    for (let i = 0; i < 8; i++) await resolve(`n${i}.test`);
    expect(new Set(dns.asked.map(({ id }) => id)).size).toBeGreaterThan(5);
  });
});
