import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Deployed, findOut, readCurrent, readDeployed } from '../deploy/deployed.ts';
import { failure } from '../deploy/failure.ts';
import type { DriftedFile, Side } from '../diff/render/report.ts';
import type { Files } from '../diff/render/unified.ts';
import type { Bundle } from '../emit/bundle.ts';
import type { Model } from '../emit/model/model.ts';
import type { Snapshot } from '../input/snapshot.ts';
import type { Flavor } from '../model/document.ts';
import { compile, understand } from './compile.ts';
import { describeSources, examine, type Sound } from './examine.ts';
import { readRevision } from './git.ts';
import { DEFAULT_FILE, type RootOptions, type SourceOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { soundOrRefused } from './require-sound.ts';
import { COMMON } from './target.ts';
import type { Terminal } from './terminal.ts';

/** What a configuration is compared with: the old side. */
export interface OldSide {
  readonly side: Side;
  readonly model: Model;
  /** The version that wrote it, where it was written before. */
  readonly gatewayc?: string;
  readonly drift: readonly DriftedFile[];
  /** Its emitted files. */
  readonly files: () => Promise<Files>;
}

/** Options that say what to compare with. */
export type AgainstOptions = SourceOptions & RootOptions & { readonly against?: string };

/** An old side that can be made, or what the command has come to. */
export type Against =
  | {
      readonly kind: 'found';
      /** The flavor it has, or asks for; undefined when it leaves that open. */
      readonly flavor: Flavor | undefined;
      /** Compiles it where it is YAML, for a flavor if it asks for none itself. */
      readonly make: (fallback: Flavor | undefined) => OldSide;
    }
  | { readonly kind: 'refused'; readonly outcome: Outcome };

const GIT = 'git:';

/**
 * Reads the old side of a comparison.
 * @param options what to compare with; nothing said is the release deployed under `--root`
 * @param terminal for the directory, the environment and git
 * @throws DeployFailure when it cannot be read
 */
export async function readAgainst(options: AgainstOptions, terminal: Terminal): Promise<Against> {
  const { against, file: files = [DEFAULT_FILE], ...rest } = options;
  if (against === undefined) {
    const deployed = await readCurrent(resolve(terminal.cwd, options.root));
    return released(deployed, `release ${deployed.manifest.generation} in ${options.root}`);
  }
  if (against.startsWith(GIT)) {
    const name = against.slice(GIT.length);
    if (files.includes('-'))
      throw failure('GW9061', {
        message: 'standard input has no revisions',
        help: 'give the files with -f, or the old side with --against FILE.yaml',
      });
    const first = resolve(terminal.cwd, files[0] as string);
    const snapshot = await readRevision({ name, file: first, signal: terminal.interrupted });
    const source = { ...rest, file: files };
    return written({ source, name: `${describeSources(source)} at ${name}`, terminal, snapshot });
  }
  const path = resolve(terminal.cwd, against);
  switch (await findOut(path)) {
    case 'deployment': {
      const deployed = await readCurrent(path);
      return released(deployed, `release ${deployed.manifest.generation} in ${against}`);
    }
    case 'bundle': {
      const deployed = await readDeployed(path);
      return released(deployed, `${against} (${deployed.manifest.generation})`);
    }
    case 'file':
      return written({ source: { ...rest, file: [against] }, name: against, terminal });
    case 'nothing':
      throw failure('GW9062', {
        message: `there is no ${against}`,
        help: 'name a directory, a YAML file, or git: and a revision',
      });
  }
}

function released({ directory, drift, manifest, model }: Deployed, name: string): Against {
  const side = { name, generation: manifest.generation };
  const files = async (): Promise<Files> => {
    const gone = new Set(drift.filter(({ kind }) => kind === 'missing').map(({ path }) => path));
    const paths = ['manifest.json', ...Object.keys(manifest.files)].filter((path) => !gone.has(path));
    return new Map(
      await Promise.all(paths.map(async (path) => [path, await readFile(join(directory, path))] as const)),
    );
  };
  return {
    kind: 'found',
    flavor: manifest.flavor,
    make: () => ({ side, model, drift, files, gatewayc: manifest.gatewayc }),
  };
}

interface Written {
  readonly source: SourceOptions;
  readonly name: string;
  readonly terminal: Terminal;
  readonly snapshot?: Snapshot;
}

async function written({ name, snapshot, source, terminal }: Written): Promise<Against> {
  const examined = await examine(source, terminal, snapshot);
  const required = soundOrRefused(examined, source, `${name} is bad: nothing was compared`);
  if (required.kind === 'refused') return required;
  const { sound } = required;
  const flavor = explicitFlavor(sound);
  return {
    kind: 'found',
    flavor,
    make: (fallback) => {
      const chosen = flavor ?? fallback ?? COMMON;
      return {
        side: { name },
        model: understand(sound, chosen).model,
        drift: [],
        files: async () => contentsOf(compile(sound, chosen).bundle),
      };
    },
  };
}

/**
 * The files of a bundle, as a patch is made of them.
 * @param bundle a compiled configuration
 */
export const contentsOf = ({ files }: Bundle): Files =>
  new Map([...files].map(([path, { content }]) => [path, content]));

/** The flavor a document names; undefined when any will do. */
export const explicitFlavor = ({ document }: Sound): Flavor | undefined =>
  document.nginx.flavor === 'auto' ? undefined : document.nginx.flavor;
