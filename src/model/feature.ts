/**
 * What a feature declares. A feature is one file under `src/features/<family>/`, its Lua module `lua/gatewayc/<family>/<name>.lua`,
 * its schema fragment `schemas/<family>/<name>.json` and its tests `test/features/<family>/<name>/`. The registry is generated from the folders.
 */
import type { NativeDirective, Tracking } from './gateway.ts';

/** The families that have features today. */
export const FAMILIES = ['assertion', 'balancer', 'filter'] as const;

/** One of {@link FAMILIES}. */
export type Family = (typeof FAMILIES)[number];

interface FeatureBase {
  /** Canonical name, in kebab case: the stem of its four rooms. */
  readonly name: string;
  /** Other spellings the language accepts; `-`, `_` and case never matter. */
  readonly aliases: readonly string[];
  /** One sentence for the reference. */
  readonly summary: string;
}

/**
 * Chooses a node of a service. Lua face: `new(nodes, shared, options)`, `find(self, key)`, `next(self, index, key)`. One that hashes also has
 * `key(options)`, which says what; one that tracks has `track(place)`, `enter(record)`, `leave(record)`, for latencies
 * `observe(record, outcome, seconds)`, and `in_flight(record)` where it counts over all workers.
 */
export interface BalancerFeature extends FeatureBase {
  readonly family: 'balancer';
  /** Whether node weights count. */
  readonly weighted: boolean;
  /** Directives that make nginx do the same by itself; undefined where it cannot. */
  readonly native: readonly NativeDirective[] | undefined;
  /** What it must know of the tries of requests. */
  readonly tracks?: Tracking;
  /** What is wrong with its options beyond what the schema says. */
  readonly examine?: (options: Readonly<Record<string, unknown>>) => readonly OptionProblem[];
}

/** Something wrong with one option of a feature. */
export interface OptionProblem {
  /** The key it is about, or would be. */
  readonly key: string;
  readonly message: string;
  readonly help: string;
}

/** A subject that conditions test. Lua face: `reader(name)` gives a function that reads the subject of the current request. */
export interface AssertionFeature extends FeatureBase {
  readonly family: 'assertion';
  /** Which key of an assertion names the header, parameter or cookie; undefined when the subject has no name. */
  readonly named: 'header' | 'query' | 'cookie' | undefined;
  /** Whether the subject is an address, so that `in_cidr` applies and other operators compare its canonical text. */
  readonly address: boolean;
  /** Whether the subject is compared without regard to case whatever `case_sensitive` says (hosts, header names). */
  readonly caseless: boolean;
}

/** Changes a request or a response. Lua face: `new(config)` gives `{request = fn?, response = fn?}`. */
export interface FilterFeature extends FeatureBase {
  readonly family: 'filter';
  /** The stages it has work in. */
  readonly stages: readonly ('route' | 'response')[];
}

export type Feature = BalancerFeature | AssertionFeature | FilterFeature;
