import { FEATURES } from '../features/registry.ts';
import type { AssertionFeature } from '../model/feature.ts';
import { findFeature } from '../model/feature-name.ts';
import type { FindSubject } from '../model/read-condition.ts';

/** Looks a subject of conditions up in the registry of features. */
export const findSubject: FindSubject = (type) => findFeature<AssertionFeature>(FEATURES.assertion, type);
