import { join } from 'node:path';
import { followLog } from '../../deploy/error-log.ts';
import { START_LIMIT, startPrivate } from '../../deploy/private-nginx.ts';
import { finding } from '../../diagnostics/finding.ts';
import { emit } from '../../emit/emit.ts';
import type { Gateway } from '../../model/gateway.ts';
import { localUrl, suggestions } from '../addresses.ts';
import { compile } from '../compile.ts';
import { EXIT, exitFor } from '../exit.ts';
import type { NginxOptions, SourceOptions } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';
import { requireSound } from '../require-sound.ts';
import { serverFor, targetOf, wishFor } from '../target.ts';

/** `gatewayc run`: serves a configuration in the foreground until it is interrupted. */
export async function run({ options, terminal }: Invocation<SourceOptions & NginxOptions>): Promise<Outcome> {
  const required = await requireSound(options, terminal, 'nothing was started');
  if (required.kind === 'refused') return required.outcome;
  const { sound, known } = required;
  const { locate } = sound.loaded;
  const wish = wishFor(options, sound, terminal);
  const server = await serverFor(wish);
  const gateway = loggingHere(compile(sound, targetOf(wish, server).flavor).gateway);
  let serving = false;
  const started = await startPrivate({
    bundle: () => emit(gateway, locate),
    locate,
    server,
    host: terminal.host,
    signal: terminal.interrupted,
    limit: START_LIMIT,
    pass: (line) => {
      if (worthSaying(line, serving)) terminal.talk(`${line}\n`);
    },
  });
  if (started.kind === 'failed') {
    const diagnostics = [...known.diagnostics, ...started.diagnostics];
    return { ...known, exit: exitFor(diagnostics, options.failSeverity), diagnostics };
  }
  serving = true;
  const ended = new AbortController();
  const following = followLog(
    join(started.nginx.directory, 'logs', ACCESS_LOG),
    (lines) => terminal.talk(lines),
    ended.signal,
  );
  try {
    terminal.talk(`${greeting(gateway, `${server.path} ${server.version}`)}\n`);
    const status = await Promise.race([started.nginx.child.exited, interruption(terminal.interrupted)]);
    const message = `nginx ended by itself (${status.signal ?? `code ${status.code}`})`;
    const last = finding('GW9017', { message, help: 'its last words are above' });
    return { ...known, exit: EXIT.failed, diagnostics: [...known.diagnostics, last] };
  } finally {
    ended.abort();
    await following;
    await started.nginx.dispose();
  }
}

/** The name the access log has here. nginx cannot open a standard output that is a socket, so it writes a file, which is followed. */
const ACCESS_LOG = 'access.log';

/** Logs below the temporary directory would be lost with it: they are shown. */
function loggingHere(gateway: Gateway): Gateway {
  const { access, error } = gateway.log;
  const lost = (path: string): boolean => !path.startsWith('/') && path !== 'off';
  return {
    ...gateway,
    log: {
      ...gateway.log,
      access: lost(access) ? ACCESS_LOG : access,
      error: lost(error) ? 'stderr' : error,
    },
  };
}

/** Until it serves, what nginx says is either in the findings or of no interest; warnings always count. */
const worthSaying = (line: string, serving: boolean): boolean =>
  serving ? !line.includes('[notice]') : line.includes('[warn]');

function greeting(gateway: Gateway, server: string): string {
  const urls = gateway.server.listeners.map(localUrl).filter((url) => url !== undefined);
  const metrics = gateway.metrics && localUrl(gateway.metrics.listener);
  const lines = [`serving on ${urls.join(', ')} with ${server}; Ctrl-C stops it`];
  if (gateway.metrics !== undefined && metrics !== undefined)
    lines.push(`metrics on ${metrics}${gateway.metrics.path}`);
  const tries = suggestions(gateway, 3);
  return [...lines, ...(tries.length > 0 ? ['try:', ...tries.map((line) => `  ${line}`)] : [])].join('\n');
}

const interruption = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
