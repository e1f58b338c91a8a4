import { resolve } from 'node:path';
import { DeployFailure } from '../deploy/failure.ts';
import { findServer, type Server, standardModules } from '../deploy/server.ts';
import type { Flavor, GatewayDocument } from '../model/document.ts';
import type { Sound } from './examine.ts';
import type { NginxOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

/** What a configuration is compiled for. */
export interface Target {
  readonly flavor: Flavor;
  /** Absolute paths of the modules the server has to load, in order. */
  readonly modules: readonly string[];
  /** How the target was chosen, for people. */
  readonly reason: string;
}

/** What a configuration and a command line say about nginx. */
export interface TargetWish {
  readonly options: NginxOptions;
  readonly document: GatewayDocument;
  /** The directory relative paths of the document are relative to. */
  readonly directory: string;
  readonly terminal: Terminal;
}

/**
 * What a sound configuration and a command line say about nginx.
 * @param options the command line
 * @param sound the configuration
 * @param terminal for PATH and the directory
 */
export function wishFor(options: NginxOptions, { document, loaded }: Sound, terminal: Terminal): TargetWish {
  return { options, document, directory: loaded.directoryOf(['nginx', 'binary_path']), terminal };
}

/** The dialect every supported server reads, newer ones with a warning: what `auto` means where there is no nginx to ask. */
export const COMMON: Flavor = 'debian-1.22';

/**
 * Finds the nginx of this machine.
 * @param wish what was asked for; the command line goes before the document
 * @throws DeployFailure when there is none that can run a gateway
 */
export function serverFor(wish: TargetWish): Promise<Server> {
  const { options, document, directory, terminal } = wish;
  const flag = options.nginxBinary ?? options.nginxBin;
  const written = document.nginx.binary_path;
  const named =
    flag === undefined ? written && inDirectory(written, directory) : inDirectory(flag, terminal.cwd);
  return findServer({ binary: named, searchPath: terminal.host.searchPath });
}

/**
 * What to compile for when this machine runs it: the dialect that was asked for, or the server's own.
 * @param wish what was asked for
 * @param server the server that will run it
 */
export function targetOf(wish: TargetWish, server: Server): Target {
  const flavor = wished(wish) ?? server.flavor;
  return { flavor, modules: server.modules, reason: `${server.path} ${server.version}` };
}

/**
 * What to compile for when another machine may run it: the dialect that was asked for with the modules of its stock packages; else
 * the nginx of this machine; else the dialect all servers read.
 * @param wish what was asked for
 */
export async function targetFor(wish: TargetWish): Promise<Target> {
  const flavor = wished(wish);
  const named = wish.options.nginxBinary ?? wish.options.nginxBin;
  if (flavor !== undefined && named === undefined)
    return { flavor, modules: standardModules(flavor), reason: 'as asked for' };
  try {
    return targetOf(wish, await serverFor(wish));
  } catch (error) {
    const absent = error instanceof DeployFailure && error.diagnostics[0]?.code === 'GW9001';
    if (!absent || named !== undefined || wish.document.nginx.binary_path !== undefined) throw error;
    return {
      flavor: COMMON,
      modules: standardModules(COMMON),
      reason: 'there is no nginx here to ask; --nginx-flavor chooses another',
    };
  }
}

function wished({ options, document }: TargetWish): Flavor | undefined {
  const flavor = options.nginxFlavor === 'auto' ? document.nginx.flavor : options.nginxFlavor;
  return flavor === 'auto' ? undefined : flavor;
}

/** A name without a slash is searched for on PATH. */
const inDirectory = (binary: string, directory: string): string =>
  binary.includes('/') ? resolve(directory, binary) : binary;
