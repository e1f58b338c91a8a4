import type { FilterFeature } from '../../model/feature.ts';

/** Written as `response_headers` of a route (M061, M071). */
export const feature = {
  family: 'filter',
  name: 'response-headers',
  aliases: [],
  summary: 'Sets, adds and removes the headers the client sees.',
  stages: ['response'],
} as const satisfies FilterFeature;
