import type { Flavor } from '../model/document.ts';
import type { SourceMap } from './source-map.ts';

/** One file of a bundle; `mode` is its permission bits. */
export interface BundleFile {
  readonly content: string | Uint8Array;
  readonly mode: number;
}

/** A deployment as data: same input, same bytes (T9). */
export interface Bundle {
  /** 16 hexadecimal digits: the digest of everything that is served. */
  readonly generation: string;
  readonly flavor: Flavor;
  /** By path relative to the bundle's root, sorted. */
  readonly files: ReadonlyMap<string, BundleFile>;
  readonly sourceMap: SourceMap;
}

/** `manifest.json` of a bundle. */
export interface Manifest {
  readonly format: 1;
  readonly gatewayc: string;
  readonly flavor: Flavor;
  readonly generation: string;
  /** sha256 of the data file with the generation left out: the configuration alone. */
  readonly config_hash: string;
  /** sha256 of every other file. */
  readonly files: Readonly<Record<string, string>>;
}
