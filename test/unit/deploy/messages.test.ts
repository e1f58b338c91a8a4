import { describe, expect, it } from 'vitest';
import { explain, isFatal, type MessageContext } from '../../../src/deploy/messages.ts';
import type { Locate } from '../../../src/diagnostics/locate.ts';
import { toPointer } from '../../../src/model/path.ts';

const conf = `user nobody;
http {
  map "" $gw_route { default ""; }
  upstream users {
    server users.internal:80;
    keepalive 64;
  }
  server {
    listen 8080;
    listen [::1]:8443 ssl;
    ssl_certificate "/etc/certs/a.pem";
    location = gatewayc:p0 {
      proxy_read_timeout 5000ms;
      proxy_pass http://$gw_upstream;
    }
  }
}
`;
const line = (text: string): number =>
  conf.split('\n').findIndex((candidate) => candidate.includes(text)) + 1;
const PLACES: Readonly<Record<string, number>> = {
  '/services/0': 30,
  '/server/listen/0': 3,
  '/server/listen/1': 4,
  '/server/tls': 7,
  '/routes/0': 11,
  '/routes/3/path': 22,
};
const locate: Locate = (path) => {
  const at = PLACES[toPointer(path)];
  return at === undefined
    ? undefined
    : {
        file: 'gateway.yaml',
        start: { line: at, column: 1, offset: 0 },
        end: { line: at, column: 2, offset: 1 },
      };
};
const context: MessageContext = {
  conf,
  map: {
    conf: [
      [line('server users'), '/services/0'],
      [line('listen 8080'), '/server/listen/0'],
      [line('8443'), '/server/listen/1'],
      [line('ssl_certificate'), '/server/tls'],
      [line('proxy_read_timeout'), '/routes/0'],
    ],
    at: { '/deployed/elsewhere': ['other.yaml', 5, 6] },
  },
  locate,
  directories: ['/srv/gw/current', '/srv/gw/releases/0123456789abcdef', '/srv/gw'],
};
const log = (level: string, text: string): string => `2026/01/02 03:04:05 [${level}] 12#12: ${text}`;
const one = (...lines: string[]) => {
  const found = explain(lines, context);
  expect(found).toHaveLength(1);
  return { code: found[0]?.code, message: found[0]?.message, line: found[0]?.span?.start.line };
};

describe('messages of nginx', () => {
  it('lead from a line of nginx.conf to the YAML (T1)', () => {
    const text = `host not found in upstream "users.internal:80" in /srv/gw/current/conf/nginx.conf:${line('server users')}`;
    expect(one(`nginx: [emerg] ${text}`)).toEqual({
      code: 'GW9010',
      message: 'nginx: host not found in upstream "users.internal:80"',
      line: 30,
    });
  });
  it('lead from an unmapped line to those above it in its block', () => {
    expect(
      one(log('emerg', `"proxy_pass" cannot have URI in /srv/gw/conf/nginx.conf:${line('proxy_pass')}`)).line,
    ).toBe(11);
  });
  it('do not blame a neighbour in http for a line that is nobody’s', () => {
    expect(one(log('emerg', `unknown directive "map" in /srv/gw/conf/nginx.conf:${line('map ""')}`))).toEqual(
      {
        code: 'GW9010',
        message: `nginx: unknown directive "map" in conf/nginx.conf:${line('map ""')}`,
        line: undefined,
      },
    );
  });
  it.each([
    ['0.0.0.0:8080', 3],
    ['[::1]:8443', 4],
  ])('lead from the taken address %s to its listener (T2)', (address, at) => {
    const text = `bind() to ${address} failed (98: Address already in use)`;
    const lines = [
      ...Array.from({ length: 5 }, () => log('emerg', text)),
      log('emerg', 'still could not bind()'),
    ];
    expect(one(...lines)).toEqual({ code: 'GW9011', message: `nginx: ${text}`, line: at });
  });
  it('lead from a file they quote to where it is named', () => {
    const text =
      'cannot load certificate "/etc/certs/a.pem": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory)';
    expect(one(`nginx: [emerg] ${text}`)).toMatchObject({ code: 'GW9016', line: 7 });
  });
  it('are one finding, whether they come by stderr or by the log', () => {
    expect(one('nginx: [emerg] something odd', log('emerg', 'something odd')).message).toBe(
      'nginx: something odd',
    );
  });
  it('do not show where the trial ran', () => {
    expect(
      one(
        log(
          'alert',
          'could not open error log file: open() "/srv/gw/releases/0123456789abcdef/logs/error.log" failed (13: Permission denied)',
        ),
      ).message,
    ).toBe('nginx: could not open error log file: open() "logs/error.log" failed (13: Permission denied)');
  });
  it('of less than an error are left out', () => {
    expect(
      explain(
        [
          log('notice', 'start worker processes'),
          log('error', '*1 upstream timed out'),
          'stack traceback:',
          '',
        ],
        context,
      ),
    ).toEqual([]);
  });
});

describe('messages of Lua', () => {
  it('carry the place of what they are about (T2)', () => {
    const text =
      'init_by_lua error: init_by_lua(nginx.conf:5):1: pattern does not compile [at /routes/3/path]';
    expect(one(log('error', text), 'stack traceback:', "\t[C]: in function 'error'")).toEqual({
      code: 'GW9012',
      message: 'nginx: init_by_lua error: pattern does not compile',
      line: 22,
    });
  });
  it('of a worker that fails at its start are told apart (T2)', () => {
    expect(
      one(log('error', 'init_worker_by_lua error: init_worker_by_lua(nginx.conf:6):1: no timer')).code,
    ).toBe('GW9013');
  });
  it('say on the next line what the colon promises', () => {
    const lines = [
      log('error', "init_by_lua error: error loading module 'a' from file '/srv/gw/current//lua/a.lua':"),
      "\t/srv/gw/current//lua/a.lua:3: '=' expected near 'x'",
      'stack traceback:',
    ];
    expect(one(...lines).message).toBe(
      "nginx: init_by_lua error: error loading module 'a' from file 'lua/a.lua': lua/a.lua:3: '=' expected near 'x'",
    );
  });
  it('do not show where the trial ran, even where Lua shortens it', () => {
    const text = 'init_by_lua error: ...gatewayc-8838-356842-5Q7UQ8//lua/gatewayc/phase/init.lua:1: broken';
    expect(one(log('error', text)).message).toBe(
      'nginx: init_by_lua error: lua/gatewayc/phase/init.lua:1: broken',
    );
  });
  it('use the source map for what is not in the loaded files', () => {
    expect(
      explain([log('error', 'init_by_lua error: odd [at /deployed/elsewhere]')], context)[0]?.span,
    ).toMatchObject({ file: 'other.yaml', start: { line: 5, column: 6 } });
  });
});

describe('what ends the wait for a reload', () => {
  it.each([
    [log('emerg', 'still could not bind()'), true],
    [log('emerg', 'bind() to 0.0.0.0:80 failed (98: Address already in use)'), false],
    [log('emerg', 'unknown directive "x"'), true],
    [log('error', 'init_by_lua error: x'), true],
    [log('error', 'init_worker_by_lua error: x'), true],
    [log('error', '*7 connect() failed (111: Connection refused)'), false],
    [log('notice', 'signal process started'), false],
    ['stack traceback:', false],
  ])('%s: %s', (text, fatal) => {
    expect(isFatal(text)).toBe(fatal);
  });
});
