import type { GatewayDocument } from './document.ts';
import type { NodePath } from './path.ts';

/**
 * Says whether keys of a block are what the user means; those of a document without faults all are.
 * @param at the place of a route or service, `[]` for the lists and blocks of the document, or the name of a block such as `['server']`
 * @param keys keys of the document; `target` is all of a route's targets, `other` is a key of another name
 */
export type IsKnown = (at: NodePath, keys: readonly string[]) => boolean;

/**
 * What can be said of a document with faults of form: what is faulty is left out, and something plain stands where the form demands a
 * value. Only for rules to look at; it must never be lowered.
 */
export interface PartialDocument {
  readonly document: GatewayDocument;
  readonly isKnown: IsKnown;
}
