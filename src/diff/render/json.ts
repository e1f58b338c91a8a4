import type { Leaf } from '../../emit/model/model.ts';
import type { FieldChange } from '../difference.ts';
import { isMasked } from '../leaf.ts';
import { requestOf } from '../witness/request.ts';
import { type DiffReport, hasDifferences, type Side } from './report.ts';
import { unitOf } from './value.ts';

/** Counts up when a field is taken away or means something else; new fields may come at any time. */
const FORMAT = 1;

/**
 * A comparison as data, as `schemas/diff.schema.json` describes it.
 * @param report what to show
 */
export function renderJson(report: DiffReport): Readonly<Record<string, unknown>> {
  const { difference, drift } = report;
  const { effects, entities, risk } = difference;
  return {
    format: FORMAT,
    different: hasDifferences(report),
    old: side(report.old),
    new: side(report.new),
    entities: entities.map(({ fields, ...rest }) => ({ ...rest, fields: fields.map(field) })),
    effects: {
      action: effects.action,
      reasons: effects.reasons,
      listeners_opened: effects.opened,
      listeners_closed: effects.closed,
      dictionaries_emptied: effects.emptied,
      requests: effects.rerouted.map(({ from, to, witness }) => ({ from, to, witness: requestOf(witness) })),
      requests_complete: effects.searched,
      routes_swapped: effects.swapped,
      nodes_silenced: effects.silenced,
      weaker: effects.weaker.map(({ new: now, old, ...rest }) => ({
        ...rest,
        ...values({
          name: rest.field,
          ...(old !== undefined && { old }),
          ...(now !== undefined && { new: now }),
        }),
      })),
    },
    drift,
    risk,
  };
}

const side = ({ generation, name }: Side): object => ({ name, generation: generation ?? null });

function field(change: FieldChange): object {
  const { name, place } = change;
  return { name, ...values(change), ...(place && { place }) };
}

/** Both values, null where there is none; a secret is the place it comes from. */
function values({ name, new: now, old }: FieldChange): object {
  const unit = typeof old === 'number' || typeof now === 'number' ? unitOf(name) : undefined;
  return { old: plain(old), new: plain(now), ...(unit && { unit }) };
}

const plain = (leaf: Leaf | undefined): unknown => (isMasked(leaf) ? { from: leaf.from } : (leaf ?? null));
