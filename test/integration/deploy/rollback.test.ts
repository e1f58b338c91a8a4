import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyTree } from '../../../src/deploy/manifest.ts';
import { eventually } from '../harness/index.ts';
import { restlessClient } from './client.ts';
import { newSite, startCli } from './site.ts';

const site = newSite();
const current = () => readlinkSync(join(site.root(), 'current')).replace('releases/', '');
const cli = async (...args: string[]) => {
  const { exited, said } = startCli([...args, '--root', site.root()]);
  const { code } = await exited;
  return { code, ...said };
};
const json = async (command: string) => JSON.parse((await cli(command, '--format', 'json')).stdout);

/** Deploys one after the other, and gives the generations. */
async function deployed(...bodies: readonly string[]): Promise<string[]> {
  const generations: string[] = [];
  for (const body of bodies) {
    site.write(body);
    expect(await site.apply()).toMatchObject({ exitCode: 0 });
    generations.push(current());
  }
  return generations;
}

describe('rollback on the real nginx', () => {
  it('goes back step by step, confirmed by every worker, without a failed request (T1, T6)', async () => {
    const [one, two, three] = await deployed('one', 'two', 'three');
    const client = restlessClient(`http://127.0.0.1:${site.port()}`, '/who', ({ status }) => status === 200);
    expect(await cli('rollback')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        `^generation ${two} is live again in place of ${three}: reloaded, confirmed by \\d+ workers? in \\d+ ms\n$`,
      ),
    });
    expect(await site.answer()).toBe('two');
    expect(await cli('rollback')).toMatchObject({ code: 0 });
    expect(await site.answer()).toBe('one');
    expect(await cli('rollback')).toMatchObject({ code: 1, stderr: expect.stringContaining('GW9034') });
    expect(await cli('rollback', (three as string).slice(0, 8))).toMatchObject({ code: 0 });
    expect(await site.answer()).toBe('three');
    await client.stop();
    expect(client.failures).toEqual([]);
    const { entries, current: now, back } = await json('history');
    expect(
      entries.map((entry: Record<string, unknown>) => [entry.action, entry.generation, entry.outcome]),
    ).toEqual([
      ['rollback', three, 'reloaded'],
      ['rollback', one, 'reloaded'],
      ['rollback', two, 'reloaded'],
      ['apply', three, 'reloaded'],
      ['apply', two, 'reloaded'],
      ['apply', one, 'started'],
    ]);
    expect({ now, back }).toEqual({ now: three, back: [one] });
  });
  it('puts back what was live when nginx does not take the old release (T1, T2)', async () => {
    const [one, two] = await deployed('one', 'two');
    // A release that is whole by its manifest, and that no nginx takes: its certificate, so to speak, is gone.
    writeFileSync(
      join(site.root(), 'releases', one as string, 'conf/modules.d/zz.conf'),
      'load_module /nowhere.so;\n',
    );
    const said = await cli('rollback');
    expect(said).toMatchObject({ code: 1, stderr: expect.stringContaining('GW9030') });
    expect(said.stderr).toContain('/nowhere.so');
    expect(said.stderr).toContain(`generation ${two} is current again and confirmed by`);
    expect(await site.answer()).toBe('two');
    expect(current()).toBe(two);
    expect((await json('status')).last).toMatchObject({
      action: 'rollback',
      generation: one,
      outcome: 'failed',
    });
  });
  it('starts nginx when none runs', async () => {
    await deployed('one', 'two');
    const master = site.masterPid();
    process.kill(master, 'SIGQUIT');
    await eventually('nginx gone', () =>
      site.answer().then(
        () => false,
        () => true,
      ),
    );
    await eventually('its pid file gone', () => !readdirSync(join(site.root(), 'run')).includes('nginx.pid'));
    expect(await cli('rollback')).toMatchObject({ code: 0, stdout: expect.stringContaining('started') });
    expect(await site.answer()).toBe('one');
  });
  it('SIGKILL at any moment: a whole release is current and answers, and the next run recovers (T5)', async () => {
    const [one, two] = await deployed('one', 'two');
    for (let i = 0; i < 12; i++) {
      const going = startCli([
        'rollback',
        current() === two ? (one as string) : (two as string),
        '--root',
        site.root(),
      ]);
      // Spread over the whole run: some come before the swap, some after it.
      setTimeout(() => going.child.kill('SIGKILL'), 120 + i * 40);
      await going.exited;
      expect(await site.answer()).toMatch(/^(one|two)$/);
      expect(await verifyTree(join(site.root(), 'current'))).toEqual([]);
    }
    const last = await cli('rollback', one as string);
    expect(last.code, last.stderr).toBe(0);
    expect(await site.answer()).toBe('one');
    expect(readdirSync(site.root()).filter((name) => name.startsWith('.'))).toEqual([]);
    const { running, drift, unfinished } = await json('status');
    expect(new Set(running.workers.map((worker: { generation: string }) => worker.generation))).toEqual(
      new Set([one]),
    );
    expect({ drift, unfinished }).toEqual({ drift: [], unfinished: null });
  }, 60_000);
});

describe('status', () => {
  it('names the generation of every worker, and those that still end their requests', async () => {
    // Whoever sends slowly has more time than this test takes.
    const patient = (): void => {
      const text = readFileSync(join(site.dir(), 'gateway.yaml'), 'utf8');
      writeFileSync(
        join(site.dir(), 'gateway.yaml'),
        text.replace('metrics:', '  read_timeout: 60s\nmetrics:'),
      );
    };
    site.write('one');
    patient();
    expect(await site.apply()).toMatchObject({ exitCode: 0 });
    const one = current();
    const slow = connect(site.port(), '127.0.0.1');
    slow.on('error', () => undefined);
    slow.write('GET /who HTTP/1.1\r\nHost: a\r\n');
    // Once a later request was answered, the first one has been taken by a worker, too.
    await site.answer();
    site.write('two');
    patient();
    expect(await site.apply()).toMatchObject({ exitCode: 0 });
    const two = current();
    const { running, last } = await json('status');
    expect(running.workers.length).toBeGreaterThan(0);
    expect(running.workers.every(({ generation }: { generation: string }) => generation === two)).toBe(true);
    expect(running.draining).toEqual([{ pid: expect.any(Number), generation: one }]);
    expect(last).toMatchObject({ action: 'apply', outcome: 'reloaded', previous: one, generation: two });
    expect((await cli('status')).stdout).toContain(`draining  ${one}  pid ${running.draining[0].pid}`);
    slow.end('\r\n');
    await eventually('nobody drains', async () => (await json('status')).running.draining.length === 0);
  });
});
