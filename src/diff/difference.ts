/** What a comparison came to, as data. The JSON form (`schemas/diff.schema.json`) and all the texts are made from it. */
import type { Leaf, ListenerModel } from '../emit/model/model.ts';
import type { Outcome, Probe } from './decide/probe.ts';

/** A place in the YAML of the new side; line and column from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type EntityKind = 'setting' | 'listener' | 'service' | 'node' | 'route';

/** A field with another value; a side without it has none. */
export interface FieldChange {
  readonly name: string;
  readonly old?: Leaf;
  readonly new?: Leaf;
  readonly place?: Place;
}

/** An entity that is new, gone or changed. For a new one the fields are all it has, for one that is gone all it had. */
export interface EntityChange {
  readonly entity: EntityKind;
  readonly id: string;
  /** The service of a node. */
  readonly service?: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly place?: Place;
  readonly fields: readonly FieldChange[];
}

/** Requests that are answered by something else, and one of them. */
export interface Rerouted {
  readonly from: Outcome;
  readonly to: Outcome;
  readonly witness: Probe;
}

/** A protection or limit that lets more through than before. */
export interface Weaker {
  readonly entity: EntityKind;
  readonly id: string;
  readonly field: string;
  readonly old?: Leaf;
  readonly new?: Leaf;
  /** `security`: somebody may get what was refused before; `limit`: more or longer requests are let in. */
  readonly kind: 'security' | 'limit';
}

export interface Effects {
  /** What it takes to make the new side serve. */
  readonly action: 'nothing' | 'reload' | 'restart';
  /** Why a reload is not enough. */
  readonly reasons: readonly string[];
  readonly opened: readonly ListenerModel[];
  readonly closed: readonly ListenerModel[];
  /** Shared dictionaries of another size: what they hold is lost (T3). */
  readonly emptied: readonly { readonly dictionary: string; readonly old: number; readonly new: number }[];
  readonly rerouted: readonly Rerouted[];
  /** False when there were too many changes to look for every witness. */
  readonly searched: boolean;
  /** Pairs of routes that changed places, share paths perhaps, and no request was found for which that matters. */
  readonly swapped: readonly { readonly first: string; readonly second: string }[];
  /** Nodes that got requests and get none any more. */
  readonly silenced: readonly { readonly service: string; readonly address: string }[];
  readonly weaker: readonly Weaker[];
}

export interface Risk {
  readonly level: 'none' | 'low' | 'medium' | 'high';
  /** One line, without the level. */
  readonly summary: string;
}

export interface Difference {
  readonly different: boolean;
  readonly entities: readonly EntityChange[];
  readonly effects: Effects;
  readonly risk: Risk;
}
