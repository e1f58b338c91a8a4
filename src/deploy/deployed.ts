import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../emit/bundle.ts';
import { MODEL_FILE, type Model } from '../emit/model/model.ts';
import { readModel } from '../emit/model/read.ts';
import { errorCode, failure, guarded } from './failure.ts';
import { currentGeneration, openLayout } from './layout.ts';
import { type Drift, readManifest, verifyTree } from './manifest.ts';

/** A release or a build on disk, read to be compared with. */
export interface Deployed {
  /** Absolute: where its files are. */
  readonly directory: string;
  readonly manifest: Manifest;
  readonly model: Model;
  /** Files that are not as they were written. */
  readonly drift: readonly Drift[];
}

/**
 * Reads the current release of a deployment.
 * @param root as the user wrote it
 * @throws DeployFailure GW9026 when no gateway is deployed there, GW9060 when its release cannot be compared
 */
export async function readCurrent(root: string): Promise<Deployed> {
  const layout = await openLayout(root);
  const generation = layout && (await currentGeneration(layout));
  if (layout === undefined || generation === undefined) {
    throw failure('GW9026', {
      message: `there is no gateway in ${root}`,
      help: 'name what to compare with: --root DIR, --against FILE.yaml or --against git:HEAD',
    });
  }
  return readDeployed(join(layout.releases, generation));
}

/**
 * Reads a release, or what `gatewayc build` wrote.
 * @param directory absolute
 * @throws DeployFailure GW9060 when it cannot be compared, GW9062 when it is neither
 */
export function readDeployed(directory: string): Promise<Deployed> {
  return guarded(`read ${directory}`, async () => {
    const manifest = await readManifest(directory);
    if (manifest === undefined) {
      throw failure('GW9062', {
        message: `${directory} was not written by gatewayc: it has no manifest`,
        help: 'give the directory of a deployment, or one that gatewayc build wrote',
      });
    }
    return {
      directory,
      manifest,
      model: await modelIn(directory, manifest),
      drift: await verifyTree(directory),
    };
  });
}

async function modelIn(directory: string, { generation, gatewayc }: Manifest): Promise<Model> {
  const text = await readFile(join(directory, MODEL_FILE), 'utf8').catch((error) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  const read = text === undefined ? { kind: 'missing' as const } : readModel(text);
  if (read.kind === 'model') return read.model;
  const why = {
    missing: `carries no model: gatewayc ${gatewayc} wrote none`,
    broken: 'has a damaged model',
    newer: `was written by gatewayc ${gatewayc}, which is newer`,
  }[read.kind];
  throw failure('GW9060', {
    message: `release ${generation} ${why}`,
    help: 'gatewayc apply writes it anew; or compare with --against FILE.yaml or --against git:HEAD',
  });
}

/** What a name on disk is, for whoever was given one to compare with. */
export type Found = 'deployment' | 'bundle' | 'file' | 'nothing';

/**
 * Finds out what a name on disk is.
 * @param path absolute
 */
export async function findOut(path: string): Promise<Found> {
  const facts = await statOf(path);
  if (facts === undefined) return 'nothing';
  if (!facts.isDirectory()) return 'file';
  return (await statOf(join(path, 'releases'))) === undefined ? 'bundle' : 'deployment';
}

const statOf = (path: string) =>
  stat(path).catch((error) => {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  });
