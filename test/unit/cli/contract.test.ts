import { describe, expect, it, vi } from 'vitest';
import { COMMANDS } from '../../../src/cli/command-table.ts';
import { Interrupted } from '../../../src/cli/terminal.ts';
import { GOOD, workbench } from './run-main.ts';

const { run, write } = workbench();
const BAD = 'version: 1\nroutes:\n  - id: a\n    path: /a\n    service_id: nobody\n';

describe('exit codes', () => {
  it.each<[string, number, readonly string[], Record<string, string>]>([
    ['done', 0, ['check'], { 'gateway.yaml': GOOD }],
    ['done', 0, ['validate', '-f', 'other.yaml'], { 'other.yaml': GOOD }],
    ['done: help was asked for', 0, ['--help'], {}],
    ['done: the help of a command', 0, ['help', 'build'], {}],
    ['done: the version', 0, ['--version'], {}],
    ['failed: no such file', 1, ['check'], {}],
    ['failed: no such file', 1, ['check', '-f', 'nowhere.yaml'], {}],
    ['failed: no gateway', 1, ['status', '--root', 'nowhere'], {}],
    ['failed: no gateway', 1, ['history', '--root', 'nowhere'], {}],
    ['failed: no gateway', 1, ['rollback', '--root', 'nowhere'], {}],
    ['failed: no such file', 1, ['print'], {}],
    ['failed: no such file', 1, ['fmt'], {}],
    ['different', 2, ['fmt', '--check'], { 'gateway.yaml': `${GOOD}\n\n\n` }],
    [
      'failed: no such nginx',
      1,
      ['check', '--nginx', '--nginx-binary', './no-nginx'],
      { 'gateway.yaml': GOOD },
    ],
    ['failed: no such nginx', 1, ['run', '--nginx-bin', './no-nginx'], { 'gateway.yaml': GOOD }],
    ['bad configuration: YAML', 3, ['check'], { 'gateway.yaml': 'a: [' }],
    ['bad configuration: meaning', 3, ['check'], { 'gateway.yaml': BAD }],
    ['bad configuration', 3, ['build', '-o', 'out'], { 'gateway.yaml': BAD }],
    ['bad configuration', 3, ['apply', '--root', 'root'], { 'gateway.yaml': BAD }],
    ['bad configuration', 3, ['run'], { 'gateway.yaml': BAD }],
    ['bad configuration', 3, ['routes'], { 'gateway.yaml': BAD }],
    ['usage: no command', 64, [], {}],
    ['usage: unknown command', 64, ['chekc'], {}],
    ['usage: unknown flag', 64, ['check', '--nope'], {}],
    ['usage: impossible value', 64, ['check', '--format', 'xml'], {}],
    ['usage: missing value', 64, ['build'], {}],
    ['usage: missing argument', 64, ['completion'], {}],
    ['usage: too many arguments', 64, ['check', 'gateway.yaml'], {}],
    ['usage: impossible number', 64, ['apply', '--keep', '0'], {}],
    ['usage: no release', 64, ['rollback', 'yesterday'], {}],
    ['usage: unknown key', 64, ['print', '--why', 'nothing.here'], { 'gateway.yaml': GOOD }],
    ['usage: standard input', 64, ['watch', '-f', '-'], {}],
    ['usage: unknown shell', 64, ['completion', 'tcsh'], {}],
    ['usage: unknown code', 64, ['rules', 'GW0000'], {}],
  ])('%s: %i for %j, and one JSON value with --format json', async (_, exit, argv, files) => {
    write(files);
    expect(await run(argv)).toMatchObject({ exit });
    const json = await run([...argv, '--format', 'json']);
    // The last --format counts, so an impossible value before it is still refused.
    expect(json).toMatchObject({ exit });
    expect(JSON.parse(json.out)).toBeTypeOf('object');
  });
  it('70 for our own bug, with how to report it', async () => {
    vi.doMock('../../../src/cli/commands/version.ts', () => ({
      version: () => {
        throw new TypeError('oops');
      },
    }));
    const ran = await run(['version']);
    expect(ran).toMatchObject({ exit: 70, out: '' });
    expect(ran.talk).toContain('GW9099');
    expect(ran.talk).toContain('report');
    expect(ran.talk).toContain('gatewayc version');
    const json = await run(['version', '--format=json']);
    expect(JSON.parse(json.out)).toMatchObject({
      bug: { stack: expect.stringContaining('oops') },
      diagnostics: [{ code: 'GW9099' }],
    });
    vi.doUnmock('../../../src/cli/commands/version.ts');
  });
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('after %s it is %i', async (signal, exit) => {
    write({ 'gateway.yaml': GOOD });
    const interrupt = new AbortController();
    interrupt.abort(new Interrupted(signal));
    const ran = await run(['build', '-o', 'out', '--nginx-flavor', 'openresty', '--format', 'json'], {
      interrupted: interrupt.signal,
    });
    expect(ran.exit).toBe(exit);
    expect(JSON.parse(ran.out)).toMatchObject({ interrupted: true });
  });
});

describe('streams', () => {
  it('keep data on stdout and talk on stderr', async () => {
    write({ 'gateway.yaml': GOOD });
    const ran = await run(['build', '-o', 'out', '--nginx-flavor', 'openresty']);
    expect(ran.out).toMatch(/^[0-9a-f]{16} \S+\/out\n$/);
    expect(ran.talk).toContain('openresty');
  });
  it('take the findings of check for data, and those of build for talk', async () => {
    write({ 'gateway.yaml': BAD });
    expect((await run(['check'])).out).toContain('gateway.yaml:5:17');
    const built = await run(['build', '-o', 'out']);
    expect(built).toMatchObject({ out: '' });
    expect(built.talk).toContain('gateway.yaml:5:17');
  });
  it.each(['sarif', 'junit', 'markdown', 'github'])('carry the findings as %s on stdout', async (format) => {
    write({ 'gateway.yaml': BAD });
    expect((await run(['check', '--format', format])).out).toContain('nobody');
  });
});

describe('errors end with the next thing to try', () => {
  it.each<[readonly string[], string]>([
    [['chekc'], 'did you mean check?'],
    [['check', '--formt', 'json'], 'did you mean --format?'],
    [['check', '--nope'], 'gatewayc check --help'],
    [['xyzzy'], 'gatewayc --help'],
    [['rules', 'GW1O02'], 'did you mean GW1002?'],
    [['check'], 'gatewayc init'],
    [['status', '--root', 'x'], 'gatewayc apply --root'],
  ])('%j: %s', async (argv, words) => {
    expect((await run(argv)).talk).toContain(words);
  });
  it('prints the help when there is no command', async () => {
    expect((await run([])).talk).toMatch(/^Examples:\n {2}gatewayc init/);
  });
});

describe('help', () => {
  it('leads with examples, for every command', async () => {
    const { out } = await run(['--help']);
    expect(out).toMatch(/^Examples:\n {2}gatewayc/);
    const commands = COMMANDS.map(({ usage }) => usage.split(' ')[0] as string);
    for (const command of commands) expect(out).toContain(`\n  ${command}`);
    for (const command of commands)
      expect((await run([command, '--help'])).out).toMatch(/^Examples:\n {2}(?:sudo )?gatewayc/);
  });
});

describe('standard input', () => {
  it('is read for -f - and has the name it is given', async () => {
    const ran = await run(['check', '-f', '-', '--stdin-filepath', 'edge.yaml'], { stdin: async () => BAD });
    expect(ran).toMatchObject({ exit: 3 });
    expect(ran.out).toContain('edge.yaml:5:17');
  });
});

describe('severities', () => {
  const warned = `${GOOD}  # gatewayc-ignore GW3004\n`;
  it.each([
    ['error', 0],
    ['warning', 3],
    ['info', 3],
  ])('--fail-severity %s makes a warning %i', async (severity, exit) => {
    write({ 'gateway.yaml': warned });
    const ran = await run(['check', '--fail-severity', severity]);
    expect(ran.out).toContain('GW1020');
    expect(ran.exit).toBe(exit);
  });
});

describe('colours', () => {
  const ESC = '\u001b[';
  it.each<[string, boolean, readonly string[], Record<string, string>, boolean]>([
    ['a terminal has them', true, [], {}, true],
    ['a pipe has none', false, [], {}, false],
    ['NO_COLOR', true, [], { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR says nothing', true, [], { NO_COLOR: '' }, true],
    ['FORCE_COLOR', false, [], { FORCE_COLOR: '1' }, true],
    ['an empty FORCE_COLOR says nothing', false, [], { FORCE_COLOR: '' }, false],
    ['TERM=dumb', true, [], { TERM: 'dumb' }, false],
    ['--color never', true, ['--color', 'never'], { FORCE_COLOR: '1' }, false],
    ['--color=always', false, ['--color=always'], { NO_COLOR: '1' }, true],
  ])('%s', async (_, isTTY, flags, environment, colored) => {
    write({ 'gateway.yaml': BAD });
    const { out } = await run(['check', ...flags], { environment, isTTY: { out: isTTY, talk: false } });
    expect(out.includes(ESC)).toBe(colored);
  });
});
