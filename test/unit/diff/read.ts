import { compareModels } from '../../../src/diff/compare.ts';
import type { Difference } from '../../../src/diff/difference.ts';
import { placesIn } from '../../../src/diff/places.ts';
import { describeModel } from '../../../src/emit/model/describe.ts';
import type { Model } from '../../../src/emit/model/model.ts';
import { secretsOf } from '../../../src/emit/model/secrets.ts';
import { load } from '../../../src/input/load.ts';
import type { Loaded } from '../../../src/input/loaded.ts';
import { lower } from '../../../src/lower/lower.ts';
import type { GatewayDocument } from '../../../src/model/document.ts';
import { optimise } from '../../../src/passes/optimise.ts';
import { toDocument } from '../../../src/schema/to-document.ts';

/** A configuration as a test writes it, read. */
export interface Read {
  readonly model: Model;
  readonly document: GatewayDocument;
  readonly loaded: Loaded;
}

/** Reads a configuration; its file is called gateway.yaml. */
export async function read(yaml: string, environment: Readonly<Record<string, string>> = {}): Promise<Read> {
  const loaded = await load({
    files: ['-'],
    stdin: yaml,
    stdinName: 'gateway.yaml',
    environment,
    cwd: '/',
  });
  const { document, diagnostics } = toDocument(loaded);
  if (document === undefined) throw new Error(JSON.stringify([...loaded.diagnostics, ...diagnostics]));
  const gateway = optimise(lower(document, { flavor: 'debian-1.26' }));
  return { model: describeModel(document, gateway, secretsOf(loaded)), document, loaded };
}

/** Compares two configurations. */
export async function diff(before: string, after: string): Promise<Difference> {
  const [old, now] = [await read(before), await read(after)];
  return compareModels({ before: old.model, after: now.model }, placesIn(now.document, now.loaded.locate));
}

/** A whole configuration around some routes, with one service `s`. */
export const withRoutes = (...routes: readonly string[]): string =>
  `version: 1
server: {listen: 8080}
routes:
${routes.map((route) => `  - ${route}\n`).join('')}services:
  - {id: s, nodes: [{address: "10.0.0.1:80"}]}
`;
