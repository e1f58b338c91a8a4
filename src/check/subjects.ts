import { findFeature } from '../features/registry.ts';
import type { FindSubject } from '../model/read-condition.ts';

/** Looks a subject of conditions up in the registry of features. */
export const findSubject: FindSubject = (type) => {
  const feature = findFeature('assertion', type);
  return feature?.family === 'assertion' ? feature : undefined;
};
