import type { Difference } from '../difference.ts';

/** A file of the old side that is not as it was compiled. */
export interface DriftedFile {
  readonly path: string;
  readonly kind: 'missing' | 'changed' | 'added';
}

/** One side of a comparison. */
export interface Side {
  /** For people: `gateway.yaml`, or `release 3f2a… in /var/lib/gatewayc`. */
  readonly name: string;
  /** Of a release or a build; a configuration has none before it is compiled. */
  readonly generation?: string;
}

/** Everything a rendering shows. */
export interface DiffReport {
  readonly old: Side;
  readonly new: Side;
  readonly difference: Difference;
  /** Files of a release that were changed by hand. */
  readonly drift: readonly DriftedFile[];
}

/**
 * Whether there is anything to report: a difference of the configurations, or a release that is not what was compiled.
 * @param report the report
 */
export const hasDifferences = ({ difference, drift }: DiffReport): boolean =>
  difference.different || drift.length > 0;
