import { access, constants } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { ask } from '../../deploy/ask.ts';
import { DeployFailure, errorCode } from '../../deploy/failure.ts';
import { openLayout } from '../../deploy/layout.ts';
import { findMaster } from '../../deploy/master.ts';
import { findServer } from '../../deploy/server.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { finding } from '../../diagnostics/finding.ts';
import type { ListenBlock } from '../../model/document.ts';
import { type Examined, examine, isSound } from '../examine.ts';
import { EXIT } from '../exit.ts';
import type { NginxOptions, RootOptions, SourceOptions } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';
import { serverFor, wishFor } from '../target.ts';
import type { Terminal } from '../terminal.ts';

type DoctorOptions = SourceOptions & NginxOptions & RootOptions;

/** What one look at the machine has found. */
type Look = { readonly name: string } & (
  | { readonly kind: 'good'; readonly found: string }
  | { readonly kind: 'bad'; readonly diagnostics: readonly Diagnostic[] }
);

interface Request {
  readonly options: DoctorOptions;
  readonly terminal: Terminal;
  /** The configuration, as far as there is one: it may name the binary, and says which ports are needed. */
  readonly examined: Examined;
}

/** `gatewayc doctor`: whether this machine has what deploying needs. Looks, and changes nothing. */
export async function doctor({ options, terminal }: Invocation<DoctorOptions>): Promise<Outcome> {
  const examined = await examine(options, terminal);
  const request = { options, terminal, examined };
  const looks = [
    await lookAtNode(terminal),
    await lookAtNginx(request),
    await lookAtRoot(resolve(terminal.cwd, options.root)),
    await lookAtTool('promtool', 'it checks metrics and alert rules'),
    ...(await lookAtPorts(request)),
  ];
  const diagnostics = looks.flatMap((look) => (look.kind === 'bad' ? look.diagnostics : []));
  return {
    exit: diagnostics.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.done,
    diagnostics,
    data: {
      checks: looks.map((look) =>
        look.kind === 'good'
          ? { name: look.name, ok: true, found: look.found }
          : { name: look.name, ok: false },
      ),
    },
    text: looks
      .map(
        (look) =>
          `${look.kind === 'good' ? 'ok  ' : 'BAD '} ${look.name}${look.kind === 'good' ? `: ${look.found}` : ''}\n`,
      )
      .join(''),
  };
}

async function lookAtNode({ host }: Terminal): Promise<Look> {
  const { stdout } = await ask('node', ['--version'], host.searchPath);
  return stdout
    ? { name: 'node', kind: 'good', found: stdout.trim() }
    : bad(
        'node',
        finding('GW9051', {
          message: 'node is not on PATH',
          help: 'put it there, so that other tools find it',
        }),
      );
}

async function lookAtNginx({ options, terminal, examined }: Request): Promise<Look> {
  const find = isSound(examined)
    ? serverFor(wishFor(options, examined, terminal))
    : findServer({ binary: options.nginxBinary ?? options.nginxBin, searchPath: terminal.host.searchPath });
  try {
    const { path, version, flavor, modules } = await find;
    const lua = modules.length === 0 ? 'Lua linked in' : `Lua as ${modules.at(-1)}`;
    return { name: 'nginx', kind: 'good', found: `${path} ${version} (${flavor}, ${lua})` };
  } catch (error) {
    if (error instanceof DeployFailure) return { name: 'nginx', kind: 'bad', diagnostics: error.diagnostics };
    throw error;
  }
}

/** Writing happens in the nearest directory that exists. */
async function lookAtRoot(root: string): Promise<Look> {
  for (let directory = root; ; directory = dirname(directory)) {
    try {
      await access(directory, constants.W_OK | constants.X_OK);
      return {
        name: 'root',
        kind: 'good',
        found: directory === root ? `${root} can be written` : `${root} can be made`,
      };
    } catch (error) {
      if (errorCode(error) === 'ENOENT' && directory !== '/') continue;
      return bad(
        'root',
        finding('GW9022', {
          message: `${directory} cannot be written`,
          help: 'run apply as a user who may, or give another --root',
        }),
      );
    }
  }
}

async function lookAtTool(name: string, why: string): Promise<Look> {
  const { exitCode, stdout, stderr } = await ask(name, ['--version']);
  if (exitCode === 0) return { name, kind: 'good', found: (stdout || stderr).split('\n')[0] ?? '' };
  return bad(
    name,
    finding('GW9051', { message: `${name} is not installed`, help: `${why}; the gateway works without it` }),
  );
}

/** Ports of the configuration, if there is one; those of a gateway that runs below the root are its own. */
async function lookAtPorts({ options, terminal, examined }: Request): Promise<Look[]> {
  if (!isSound(examined)) return [];
  const layout = await openLayout(resolve(terminal.cwd, options.root));
  if (layout !== undefined && (await findMaster(layout)).kind === 'running') return [];
  return Promise.all(
    examined.document.server.listen.map(async (listen): Promise<Look> => {
      const name = `listen ${listen.host}:${listen.port}`;
      const refused = await tryListen(listen);
      if (refused === undefined) return { name, kind: 'good', found: 'free' };
      const help = 'stop what listens there (ss -ltnp shows it), or choose another address';
      return bad(
        name,
        finding('GW9011', {
          message: `cannot listen on ${listen.host}:${listen.port}: ${refused}`,
          span: examined.loaded.locate(listen.at),
          help,
        }),
      );
    }),
  );
}

function tryListen({ host, port }: ListenBlock): Promise<string | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error) => done(error.message));
    server.listen({ host: host === '' ? '0.0.0.0' : host, port, exclusive: true }, () =>
      server.close(() => done(undefined)),
    );
  });
}

const bad = (name: string, diagnostic: Diagnostic): Look => ({
  name,
  kind: 'bad',
  diagnostics: [diagnostic],
});
