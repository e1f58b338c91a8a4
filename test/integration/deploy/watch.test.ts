import { once } from 'node:events';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAuthority } from '../../fixtures/certificates.ts';
import { eventually, rawRequest } from '../harness/index.ts';
import { freePort } from '../harness/launch.ts';
import { type Client, restlessClient } from './client.ts';
import { type Going, sharedSite, startCli } from './site.ts';

const site = sharedSite();
const authority = newAuthority();
let tlsPort = 0;
let watching: Going;
let client: Client;

const at = (...names: string[]): string => join(site.dir(), 'config', ...names);
const origin = (): string => `http://127.0.0.1:${site.port()}`;
const said = (): string => watching.said.stderr;

/** One route that answers `body`, and what else a configuration may depend on. */
const config = (body: string, more = ''): string => `version: 1
server:
  listen: [{address: "127.0.0.1:${site.port()}"}, {address: "127.0.0.1:${tlsPort}", tls: true}]
  tls: {redirect_http: false, certificates: [{cert_file: tls/cert.pem, key_file: tls/key.pem}]}
metrics: {enabled: false}
include: parts/*.yaml
routes:
  - {id: who, path: /who, respond: {content_type: text/plain, body: ${body}}}
  - {id: secret, path: /secret, respond: {content_type: text/plain, body: "\${file:secret}"}}
${more}`;
const part = (id: string, body: string): string =>
  `routes: [{id: ${id}, path: /${id}, respond: {content_type: text/plain, body: ${body}}}]\n`;

const write = (name: string, text: string): void => writeFileSync(at(name), text);
const answer = async (path = '/who'): Promise<string> => (await rawRequest(origin(), path)).text;
/** Waits for something, and says what watch has said when it never comes. */
const told = async (what: string, probe: () => boolean | Promise<boolean>): Promise<void> => {
  await eventually(what, probe, 15_000).catch((error: Error) => {
    throw new Error(`${error.message}; it said:\n${said().slice(-3000)}`, { cause: error });
  });
};
const answers = (body: string, path = '/who') =>
  told(`${path} answers ${body}`, async () => (await answer(path)) === body);
/** Answers in a row that show the old workers gone: each new connection goes to any worker that still accepts. */
const IN_A_ROW = 20;
const always = (what: string, right: () => Promise<boolean>) =>
  told(what, async () => {
    for (let i = 0; i < IN_A_ROW; i++) if (!(await right())) return false;
    return true;
  });
/** Waits until what was just saved is live. The line may be of the save before, so the answers decide. */
const live = async (body: string, path = '/who'): Promise<void> => {
  const since = said().length;
  await answers(body, path);
  await hear(/live in \d+ ms\n/, since);
  await always(`${path} always answers ${body}`, async () => (await answer(path)) === body);
};
const hear = (what: RegExp, since: number) =>
  told(`watch says ${what}`, () => what.test(said().slice(since)));
const certificateOf = async (port: number): Promise<string> => {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { raw } = socket.getPeerCertificate();
  socket.destroy();
  return raw.toString('base64');
};
const writeCertificate = (): string => {
  const { cert, key } = authority.issue('gateway.example');
  writeFileSync(at('tls/key.pem.new'), key);
  writeFileSync(at('tls/cert.pem.new'), cert);
  renameSync(at('tls/key.pem.new'), at('tls/key.pem'));
  renameSync(at('tls/cert.pem.new'), at('tls/cert.pem'));
  return cert.replace(/-----.*-----|\s/g, '');
};

beforeAll(async () => {
  tlsPort = await freePort();
  for (const name of ['tls', 'parts']) mkdirSync(at(name), { recursive: true });
  writeCertificate();
  write('secret', 'sesame\n');
  write('parts/one.yaml', part('one', 'one'));
  write('gateway.yaml', config('start'));
  watching = startCli(['watch', '-f', at('gateway.yaml'), '--root', site.root()]);
  await live('start');
  client = restlessClient(origin(), '/who', ({ status, text }) => status === 200 && /^[\w-]+$/.test(text));
});
afterAll(async () => {
  await client?.stop();
});

describe('watch makes live what was saved (M002, M218)', () => {
  it('in place', async () => {
    write('gateway.yaml', config('in-place'));
    await live('in-place');
  });
  it('beside it, and renamed over it', async () => {
    write('.gateway.yaml.swp', config('renamed'));
    renameSync(at('.gateway.yaml.swp'), at('gateway.yaml'));
    await live('renamed');
  });
  it('the way of vim: the old one renamed to a backup, the new one written, the backup removed', async () => {
    renameSync(at('gateway.yaml'), at('gateway.yaml~'));
    write('gateway.yaml', config('vim'));
    unlinkSync(at('gateway.yaml~'));
    await live('vim');
  });
  it('truncated first, and written after a while: an empty file is refused, not served', async () => {
    const since = said().length;
    truncateSync(at('gateway.yaml'));
    await hear(/GW1018.*is empty/s, since);
    expect(await answer()).toBe('vim');
    write('gateway.yaml', config('truncated'));
    await live('truncated');
  });
  it('deleted, and made anew after a while', async () => {
    const since = said().length;
    rmSync(at('gateway.yaml'));
    await hear(/GW1012.*does not exist/s, since);
    expect(await answer()).toBe('truncated');
    write('gateway.yaml', config('anew'));
    await live('anew');
  });
  it('as another link to a new file', async () => {
    write('other.yaml', config('linked'));
    unlinkSync(at('gateway.yaml'));
    linkSync(at('other.yaml'), at('gateway.yaml'));
    await live('linked');
  });
  it('in several steps with pauses shorter than the quiet period', async () => {
    const text = config('pieces');
    for (let end = 50; end < text.length + 50; end += 50) write('gateway.yaml', text.slice(0, end));
    await live('pieces');
  });
  it('fifty times in a row: the newest wins', async () => {
    for (let i = 1; i <= 50; i++) {
      write('gateway.yaml', config(`rapid-${i}`));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await live('rapid-50');
  });
  it('while the one before is being made live: it comes next', async () => {
    const since = said().length;
    write('gateway.yaml', config('first'));
    await answers('first'); // some worker takes it already, not every one
    write('gateway.yaml', config('second'));
    await live('second');
    await hear(/live in .*live in/s, since);
  });
});

describe('watch follows what a configuration depends on (M218)', () => {
  it('a file it includes', async () => {
    write('parts/one.yaml', part('one', 'uno'));
    await live('uno', '/one');
  });
  it('a new file that a pattern matches', async () => {
    write('parts/two.yaml', part('two', 'dos'));
    await live('dos', '/two');
  });
  it('a file that a pattern no longer matches', async () => {
    renameSync(at('parts/two.yaml'), at('parts/two.off'));
    await always('/two is gone', async () => (await rawRequest(origin(), '/two')).status === 404);
  });
  it('an included file that breaks, and is mended', async () => {
    const since = said().length;
    write('parts/one.yaml', 'routes: [');
    await hear(/GW1001\] \S*parts\/one\.yaml/, since);
    expect(await answer('/one')).toBe('uno');
    write('parts/one.yaml', part('one', 'tres'));
    await live('tres', '/one');
  });
  it('the directory of includes, deleted and made anew', async () => {
    const since = said().length;
    rmSync(at('parts'), { recursive: true });
    await hear(/GW1015/, since);
    mkdirSync(at('parts'));
    write('parts/one.yaml', part('one', 'cuatro'));
    await live('cuatro', '/one');
  });
  it('a secret file', async () => {
    write('secret.new', 'open\n');
    renameSync(at('secret.new'), at('secret'));
    await live('open', '/secret');
  });
  it('a certificate that is rotated: new connections get the new one', async () => {
    const since = said().length;
    const before = await certificateOf(tlsPort);
    const cert = writeCertificate();
    expect(cert).not.toBe(before);
    await told('the new certificate', async () => (await certificateOf(tlsPort)) === cert);
    await hear(/live in/, since);
  });
  it('the whole directory, replaced by another', async () => {
    const [here, fresh, old] = ['config', 'config.new', 'config.old'].map((name) =>
      join(site.dir(), name),
    ) as [string, string, string];
    mkdirSync(join(fresh, 'parts'), { recursive: true });
    renameSync(join(here, 'tls'), join(fresh, 'tls'));
    writeFileSync(join(fresh, 'secret'), 'moved\n');
    writeFileSync(join(fresh, 'parts/one.yaml'), part('one', 'moved'));
    writeFileSync(join(fresh, 'gateway.yaml'), config('moved'));
    renameSync(here, old);
    renameSync(fresh, here);
    await live('moved');
    write('gateway.yaml', config('moved-on'));
    await live('moved-on');
  });
  it('a ConfigMap, whose files are links through ..data: the swap of one link (M218)', async () => {
    const volume = (name: string, body: string): void => {
      mkdirSync(at(name));
      writeFileSync(at(name, 'gateway.yaml'), config(body));
    };
    volume('..one', 'mapped');
    symlinkSync('..one', at('..data'));
    unlinkSync(at('gateway.yaml'));
    symlinkSync('..data/gateway.yaml', at('gateway.yaml'));
    // Relative names start at the file as it was named: beside the link.
    await live('mapped');
    for (const [old, name] of [
      ['..one', '..two'],
      ['..two', '..three'],
    ] as const) {
      volume(name, `mapped${name.replace('..', '-')}`);
      symlinkSync(name, at('..data_tmp'));
      renameSync(at('..data_tmp'), at('..data'));
      rmSync(at(old), { recursive: true });
      await live(`mapped${name.replace('..', '-')}`);
    }
    unlinkSync(at('gateway.yaml'));
    write('gateway.yaml', config('unmapped'));
    await live('unmapped');
  });
});

describe('watch keeps the last good one serving (M218)', () => {
  it('YAML that is broken: a code frame, and the next good save recovers', async () => {
    const since = said().length;
    write('gateway.yaml', config('broken', 'a: ['));
    await hear(/error\[GW1001\] .*gateway\.yaml:10:4.*\n> 10 \| a: \[\n/s, since);
    await hear(/1 error; what was live goes on serving/, since);
    expect(await answer()).toBe('unmapped');
    write('gateway.yaml', config('mended'));
    await live('mended');
  });
  it('a reference to a service that is not there', async () => {
    const since = said().length;
    write('gateway.yaml', config('dangling', '  - {id: x, path: /x, service_id: nobody}\n'));
    await hear(/\d+ errors?; what was live goes on serving/, since);
    expect(await answer()).toBe('mended');
  });
  it('a port that is taken; once it is free, saving the same again makes it live', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const since = said().length;
    const text = config('ported').replace('listen: [', `listen: [{address: "127.0.0.1:${port}"}, `);
    write('gateway.yaml', text);
    await hear(/GW9011\] \S*gateway\.yaml:3:.*failed; what was live goes on serving/s, since);
    expect(await answer()).toBe('mended');
    other.close();
    await once(other, 'close');
    write('gateway.yaml', text);
    await live('ported');
  });
  it('a save that changes nothing, and new dates of the files: nothing is done (M219)', async () => {
    const since = said().length;
    write('gateway.yaml', readFileSync(at('gateway.yaml'), 'utf8'));
    utimesSync(at('gateway.yaml'), new Date(), new Date());
    utimesSync(at('parts/one.yaml'), new Date(), new Date());
    // What was done would be said before what comes next.
    await new Promise((resolve) => setTimeout(resolve, 400));
    write('gateway.yaml', config('last'));
    await live('last');
    expect(said().slice(since).match(/→/g)).toHaveLength(1);
  });
  it('not one request has failed in all this, and every worker runs the last generation (T6)', async () => {
    await client.stop();
    expect(client.failures).toEqual([]);
    expect(client.asked()).toBeGreaterThan(200);
    const [, generation] = /generation ([0-9a-f]{16}) live in \d+ ms\n$/.exec(said()) ?? [];
    expect(readlinkSync(join(site.root(), 'current'))).toBe(`releases/${generation}`);
    const status = startCli(['status', '--root', site.root(), '--format', 'json']);
    await status.exited;
    const { running, drift } = JSON.parse(status.said.stdout);
    expect(new Set(running.workers.map((worker: { generation: string }) => worker.generation))).toEqual(
      new Set([generation]),
    );
    expect(drift).toEqual([]);
  });
  it('Ctrl-C ends it with 130 and leaves the gateway running', async () => {
    watching.child.kill('SIGINT');
    expect((await watching.exited).code).toBe(130);
    expect(await answer()).toBe('last');
    expect(existsSync(join(site.root(), '.lock'))).toBe(false);
  });
});
