import { basename, dirname } from 'node:path';
import { check } from '../../src/check/check.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { report } from '../../src/diagnostics/report.ts';
import { hasErrors } from '../../src/diagnostics/summary.ts';
import { emit } from '../../src/emit/emit.ts';
import { load } from '../../src/input/load.ts';
import type { Loaded } from '../../src/input/loaded.ts';
import { applySuppressions } from '../../src/input/suppressions.ts';
import { lower } from '../../src/lower/lower.ts';
import type { Flavor, GatewayDocument } from '../../src/model/document.ts';
import { optimise } from '../../src/passes/optimise.ts';
import { toDocument } from '../../src/schema/to-document.ts';
import { pretty } from './pretty.ts';

/** The last line of a report counts what stands above it. */
const COUNTS = /\n\d+ problem[^\n]*\n$/;

/** A gateway and what it is compiled for. */
export interface GoldenCase {
  /** Absolute name of its gateway.yaml. */
  readonly source: string;
  readonly flavor?: Flavor;
}

/**
 * Compiles a case as the command line would, but for the files it names: those need not exist.
 * @param golden the case
 * @returns what is compared, by path: nothing that changes from build to build, and the Lua library only where it is at home
 */
export async function compileCase({
  source,
  flavor = 'openresty',
}: GoldenCase): Promise<Record<string, string>> {
  const loaded = await load({ files: [basename(source)], environment: {}, cwd: dirname(source) });
  const { document, diagnostics } = examine(loaded);
  const said = report(diagnostics, { format: 'pretty', sources: loaded.sources, color: 'off' }).replace(
    COUNTS,
    '',
  );
  const files = said === '' ? {} : { 'diagnostics.txt': said };
  if (document === undefined || hasErrors(diagnostics)) return files;
  const { files: emitted } = emit(optimise(lower(document, { flavor })), loaded.locate);
  const { version: _, generation: __, ...data } = JSON.parse(text(emitted.get('data/gateway.json')?.content));
  return {
    'conf/nginx.conf': text(emitted.get('conf/nginx.conf')?.content),
    'data/gateway.json': `${pretty(data)}\n`,
    ...files,
  };
}

function examine(loaded: Loaded): {
  readonly document: GatewayDocument | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { document, diagnostics } = toDocument(loaded);
  const found = document === undefined ? [] : check(document, loaded.locate, { readable: () => true });
  return {
    document,
    diagnostics: applySuppressions([...loaded.diagnostics, ...diagnostics, ...found], loaded),
  };
}

const text = (content: string | Uint8Array | undefined): string =>
  Buffer.from(content ?? '').toString('utf8');
