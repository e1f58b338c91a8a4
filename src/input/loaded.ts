import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import type { Locate } from '../diagnostics/locate.ts';
import type { NodePath } from '../model/path.ts';
import type { Snapshot } from './snapshot.ts';
import type { Suppression } from './suppressions.ts';

/** What to load. */
export interface LoadRequest {
  /** File names as the user gave them; `-` is standard input. */
  readonly files: readonly string[];
  /** The text of standard input. */
  readonly stdin?: string;
  /** The name of standard input in messages; relative names in it are relative to the directory of this name. */
  readonly stdinName?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  /** Where the YAML files are read from instead of the disk; what `${file:…}` names is on the disk in any case. */
  readonly snapshot?: Snapshot;
}

/** Where a value came from. Values from the environment and from files may be secret: never print them. */
export type Origin =
  | { readonly kind: 'file'; readonly span: Span | undefined }
  | { readonly kind: 'environment'; readonly name: string; readonly written: string; readonly span: Span }
  /** `path` is absolute; `written` is the whole text before anything was filled in. */
  | { readonly kind: 'secret-file'; readonly path: string; readonly written: string; readonly span: Span };

/** A pattern under `include`. */
export interface IncludePattern {
  /** Absolute: the directory of the file it stands in. */
  readonly directory: string;
  readonly pattern: string;
}

/** One value with the place and origin of every node. Paths are those of the merged value. */
export interface Loaded {
  /**
   * Plain values; texts are in template form (`src/model/literal.ts`). Undefined when a file is missing or not sound YAML; with other
   * errors it is still there, so that later rooms can report theirs as well.
   */
  readonly value: unknown;
  readonly locate: Locate;
  /** False for a value that could not be filled in and was reported here: what the schema says about it is only an echo. */
  readonly isSettled: (path: NodePath) => boolean;
  readonly origin: (path: NodePath) => Origin;
  /** The text of a file by its name in spans, for code frames. */
  readonly sources: (file: string) => string | undefined;
  /** Absolute names of everything that was read or looked for, sorted: what `watch` has to watch. */
  readonly dependencies: readonly string[];
  /** The patterns of includes: a file that comes to match one belongs to the configuration from then on. */
  readonly patterns: readonly IncludePattern[];
  /** The absolute directory that relative names at a node are relative to. */
  readonly directoryOf: (path: NodePath) => string;
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressions: readonly Suppression[];
}
