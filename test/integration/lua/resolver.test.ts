// lua/gatewayc/core/resolver.lua in the timers of a real nginx.
import { afterEach, describe, expect, it } from 'vitest';
import { type DnsServer, SERVFAIL, startDnsServer } from '../../fixtures/dns-server.ts';
import { eventually } from '../harness/eventually.ts';
import { type Nginx, startNginx } from './nginx.ts';

interface ServiceNode {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly weight: number;
  readonly address: boolean;
}

interface Published extends Omit<ServiceNode, 'address'> {
  readonly ip: string;
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

const named = (id: string, host: string, weight = 100): ServiceNode => ({
  id,
  host,
  port: 80,
  weight,
  address: false,
});

/** An nginx of two workers that notes every list the resolver publishes. */
async function start(resolvConf: string, services: Record<string, readonly ServiceNode[]>) {
  const list = Object.entries(services).map(([id, nodes]) => ({ id, nodes }));
  const nginx: Nginx = await startNginx({
    workers: 2,
    files: { 'resolv.conf': resolvConf, hosts: '', 'services.json': JSON.stringify(list) },
    init: `local dir = ngx.config.prefix()
      require("gatewayc.core.dns").configure(dir .. "resolv.conf", dir .. "hosts")
      services = require("cjson").decode(assert(io.open(dir .. "services.json")):read "*a")`,
    http: `lua_shared_dict gw_nodes 1m; lua_shared_dict seen 1m;
      init_worker_by_lua_block {
        local seen, json = ngx.shared.seen, require "cjson"
        if ngx.worker.id() == 0 then seen:set("pid", ngx.worker.pid()) end
        require("gatewayc.core.resolver").start(services, function(service, list)
          local count = seen:incr("count:" .. service.id, 1, 0)
          seen:set(service.id .. ":" .. count, json.encode(list))
        end)
      }`,
    server: `
      location /published { content_by_lua_block {
        local seen, id, out = ngx.shared.seen, ngx.var.arg_service, {}
        for i = 1, seen:get("count:" .. id) or 0 do out[i] = seen:get(id .. ":" .. i) end
        ngx.print("[", table.concat(out, ","), "]")
      } }
      location /pid { content_by_lua_block { ngx.print(ngx.shared.seen:get "pid") } }`,
  });
  running.push(nginx);
  const published = async (service = 'svc') =>
    JSON.parse(await nginx.get(`/published?service=${service}`)) as Published[][];
  return {
    nginx,
    published,
    /** Waits for the nth list of a service. */
    nth: (n: number, service = 'svc') =>
      eventually(`list ${n} of ${service}`, async () => (await published(service))[n - 1], 15_000),
  };
}

const ips = (list: readonly Published[]) => list.map(({ ip }) => ip);

/** Waits until a name was asked for once more. */
function askedAgain(dns: DnsServer, host: string) {
  const times = () => dns.asked.filter(({ name }) => name === host).length;
  const before = times();
  return eventually(`${host} asked for again`, () => times() > before, 15_000);
}

describe('resolver', () => {
  it('publishes a node for each address, weight divided, address nodes with them, sorted (T8)', async () => {
    const dns = await server();
    dns.addresses('a.test', ['10.0.0.3', '10.0.0.1', '10.0.0.2']);
    const { nth } = await start(dns.line, {
      svc: [
        named('n1', 'a.test', 100),
        { id: 'n0', host: '2001:DB8::1', port: 81, weight: 5, address: true },
      ],
    });
    const list = await eventually('all nodes', async () => {
      const last = await nth(2);
      return last.length === 4 && last;
    });
    expect(list).toEqual([
      { id: 'n0', host: '2001:DB8::1', ip: '[2001:db8::1]', port: 81, weight: 5 },
      { id: 'n1@10.0.0.1', host: 'a.test', ip: '10.0.0.1', port: 80, weight: 33 },
      { id: 'n1@10.0.0.2', host: 'a.test', ip: '10.0.0.2', port: 80, weight: 33 },
      { id: 'n1@10.0.0.3', host: 'a.test', ip: '10.0.0.3', port: 80, weight: 33 },
    ]);
  });

  it('merges nodes that are the same place, and gives every node a weight of at least 1', async () => {
    const dns = await server();
    dns.addresses('a.test', ['10.0.0.1', '10.0.0.2']);
    dns.addresses('b.test', ['10.0.0.2']);
    const { published } = await start(dns.line, {
      svc: [named('n1', 'a.test', 1), named('n2', 'b.test', 7)],
    });
    const list = await eventually('both names', async () => {
      const last = (await published()).at(-1);
      return last?.some(({ weight }) => weight === 8) && last;
    });
    expect(list.map(({ ip, weight }) => [ip, weight])).toEqual([
      ['10.0.0.1', 1],
      ['10.0.0.2', 8],
    ]);
  });

  it('publishes a change within the TTL, and nothing while answers only change their order', async () => {
    const dns = await server();
    dns.addresses('a.test', ['10.0.0.1', '10.0.0.2'], 1);
    const { nth, published } = await start(dns.line, { svc: [named('n1', 'a.test')] });
    expect(ips(await nth(1))).toEqual(['10.0.0.1', '10.0.0.2']);
    dns.addresses('a.test', ['10.0.0.2', '10.0.0.1'], 1);
    await askedAgain(dns, 'a.test');
    await askedAgain(dns, 'a.test');
    expect(await published()).toHaveLength(1);
    dns.addresses('a.test', ['10.0.0.9'], 1);
    const since = performance.now();
    expect(ips(await nth(2))).toEqual(['10.0.0.9']);
    expect(performance.now() - since).toBeLessThan(4000); // TTL, a tenth of it, a tick of 0.5 s, and a busy machine
  });

  it('keeps the last answer while DNS fails, is empty or says nothing, and says so once (T7)', async () => {
    const dns = await server();
    dns.addresses('a.test', ['10.0.0.1'], 1);
    const { nth, published, nginx } = await start(`${dns.line}options timeout:1 attempts:1\n`, {
      svc: [named('n1', 'a.test')],
    });
    await nth(1);
    dns.always({ code: SERVFAIL });
    await eventually('the failure', () => nginx.errorLog().includes('does not resolve'));
    dns.always({});
    await askedAgain(dns, 'a.test');
    dns.always({ drop: true });
    await askedAgain(dns, 'a.test');
    expect(await published()).toHaveLength(1);
    expect(nginx.errorLog().match(/does not resolve/g)).toHaveLength(1);
    expect(nginx.errorLog()).toContain(
      'host a.test does not resolve: SERVFAIL; its last 1 addresses stay in use',
    );
    dns.always(undefined);
    await eventually('the recovery', () => nginx.errorLog().includes('host a.test resolves again'), 15_000);
    expect(await published()).toHaveLength(1);
  });

  it('takes up a name that did not resolve at the start (T8)', async () => {
    const dns = await server();
    const { nth, published, nginx } = await start(dns.line, { svc: [named('n1', 'late.test')] });
    await eventually('the failure', () => nginx.errorLog().includes('late.test does not resolve: NXDOMAIN'));
    expect(await published()).toEqual([]);
    dns.addresses('late.test', ['10.0.0.1']);
    expect(ips(await nth(1))).toEqual(['10.0.0.1']);
  });

  it('asks for a hundred names at the same time though the first server is dead', async () => {
    const [dead, good] = [await server(), await server()];
    dead.always({ drop: true });
    const hosts = Array.from({ length: 100 }, (_, i) => `n${i}.test`);
    for (const host of hosts)
      good.answer(host, 'A', { delay: 100, records: [{ type: 'A', value: '10.0.0.1' }] });
    const services = Object.fromEntries(hosts.map((host) => [host, [named('n1', host)]]));
    const since = performance.now();
    const { nth } = await start(`${dead.line}${good.line}options timeout:1\n`, services);
    await Promise.all(hosts.map((host) => nth(1, host)));
    expect(performance.now() - since).toBeLessThan(7000); // one by one it would be 11 s, and 100 s if each waited for the dead one
    expect(dead.asked.length).toBeLessThanOrEqual(16);
  });

  it('asks for a name once, however many services have it, and only in one worker', async () => {
    const dns = await server();
    dns.addresses('a.test', ['10.0.0.1']);
    const { nth } = await start(dns.line, { one: [named('n1', 'a.test')], two: [named('n1', 'a.test')] });
    await Promise.all([nth(1, 'one'), nth(1, 'two')]);
    expect(dns.asked).toHaveLength(1);
  });

  it('goes on in the successor of a worker that was killed, with the answers of before (T7)', async () => {
    const dns = await server();
    dns.addresses('a.test', ['10.0.0.1']);
    dns.addresses('b.test', ['10.0.0.2']);
    const { nth, nginx, published } = await start(`${dns.line}options timeout:1 attempts:1\n`, {
      svc: [named('n1', 'a.test'), named('n2', 'b.test')],
    });
    await eventually('both names', async () => (await published()).at(-1)?.length === 2);
    const lists = (await published()).length;
    dns.always({ drop: true });
    const pid = Number(await nginx.get('/pid'));
    process.kill(pid, 'SIGKILL');
    await eventually('a successor', async () => Number(await nginx.get('/pid')) !== pid);
    expect(ips(await nth(lists + 1))).toEqual(['10.0.0.1', '10.0.0.2']);
    dns.always(undefined);
    dns.addresses('b.test', ['10.0.0.3']);
    expect(ips(await nth(lists + 2))).toEqual(['10.0.0.1', '10.0.0.3']);
  });

  it('lets a worker go at once on a reload, though a server is silent', async () => {
    const dns = await server();
    dns.always({ drop: true });
    const { nginx } = await start(`${dns.line}options timeout:30\n`, { svc: [named('n1', 'a.test')] });
    await eventually('a question', () => dns.asked.length > 0);
    const pid = Number(await nginx.get('/pid'));
    const since = performance.now();
    nginx.reload();
    const gone = () => {
      try {
        return !process.kill(pid, 0);
      } catch {
        return true;
      }
    };
    await eventually(`worker ${pid} gone`, gone, 15_000);
    expect(performance.now() - since).toBeLessThan(3000);
  });
});
