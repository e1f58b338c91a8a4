import { examine, isSound } from '../examine.ts';
import { exitFor } from '../exit.ts';
import type { NginxOptions, SourceOptions } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';
import { summarise } from '../summarise.ts';

type CheckOptions = SourceOptions & NginxOptions & { readonly nginx?: true };

/** `gatewayc check`: every problem of a configuration. Starts nothing without `--nginx`. */
export async function check({ options, terminal }: Invocation<CheckOptions>): Promise<Outcome> {
  const examined = await examine(options, terminal);
  const { loaded, hint } = examined;
  const diagnostics = [...examined.diagnostics];
  if (options.nginx && isSound(examined)) {
    const [{ compile }, { serverFor, targetOf, wishFor }, { tryOut }] = await Promise.all([
      import('../compile.ts'),
      import('../target.ts'),
      import('../trial.ts'),
    ]);
    const wish = wishFor(options, examined, terminal);
    const server = await serverFor(wish);
    const compiled = compile(examined, targetOf(wish, server).flavor);
    const result = await tryOut({ sound: examined, compiled, server, terminal });
    if (result.kind === 'failed') diagnostics.push(...result.diagnostics);
  }
  const exit = exitFor(diagnostics, options.failSeverity);
  return {
    exit,
    diagnostics,
    sources: loaded.sources,
    findings: 'product',
    hint: exit === 0 ? summarise(options, examined) : (hint ?? ''),
  };
}
