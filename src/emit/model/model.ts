/**
 * The model a release carries in `data/model.json`: what its configuration means, in one canonical form, so that `gatewayc diff` can
 * compare it with a configuration without having its YAML. Lists whose order means nothing are sorted, what is switched off is gone,
 * and a text that came from the environment or a file is there only as a {@link Masked}. nginx never reads it.
 */
import type { Test } from '../../model/condition.ts';
import type { PathPattern } from '../../model/pattern.ts';

/** A text that must not be shown: where it came from, and a mark that tells whether two of them are equal. */
export interface Masked {
  /** As the user wrote it: `${API_TOKEN}` or `${file:/run/secrets/x}`. */
  readonly from: string;
  /** 8 hexadecimal digits of a slow hash: too few to find the text by, enough to see that it changed. */
  readonly mark: string;
}

/** A value of a field. Durations are milliseconds, sizes bytes, lists are sorted sets. */
export type Leaf = string | number | boolean | Masked | readonly string[];

/** Fields by their dotted name in the language, for example `retry.attempts`. */
export type Fields = Readonly<Record<string, Leaf>>;

/** A test whose values may be masked. */
export type KnownTest = Omit<Test, 'values'> & { readonly values: readonly (string | Masked)[] };

/** A condition whose values may be masked; groups are flat and sorted. */
export type KnownCondition =
  | KnownTest
  | { readonly kind: 'all' | 'any'; readonly of: readonly KnownCondition[] };

export interface RouteModel {
  readonly id: string;
  readonly fields: Fields;
  /** Sorted; empty: every method. */
  readonly methods: readonly string[];
  readonly when?: KnownCondition;
  readonly require?: { readonly condition: KnownCondition; readonly status: number };
}

export interface ServiceModel {
  readonly id: string;
  readonly fields: Fields;
  readonly nodes: readonly NodeModel[];
}

/** A node that may get requests. `weight` is there where the balancer looks at it. */
export interface NodeModel {
  readonly address: string;
  readonly weight?: number;
}

/** One way to reach a route; `route` is an index into the routes. */
export interface MatchModel {
  readonly route: number;
  readonly host?: string;
  readonly pattern: PathPattern;
}

export interface ListenerModel {
  readonly use: 'public' | 'metrics';
  /** `8080`, `10.0.0.1:8080` or `[::]:8080`. */
  readonly address: string;
  readonly tls: boolean;
}

export interface Model {
  readonly format: typeof FORMAT;
  readonly settings: Fields;
  readonly listeners: readonly ListenerModel[];
  /** Sorted by id. */
  readonly services: readonly ServiceModel[];
  /** Sorted by id: declaration shows only in the order of the matches. */
  readonly routes: readonly RouteModel[];
  /** In rank order. */
  readonly matches: readonly MatchModel[];
  /** Bytes of each shared dictionary. */
  readonly dictionaries: Readonly<Record<string, number>>;
}

/** Counts up when a reader of the old form would misunderstand the new one. */
export const FORMAT = 1;

/** Where a bundle keeps its model. */
export const MODEL_FILE = 'data/model.json';
