import type { FilterFeature } from '../../model/feature.ts';

/** Written as `request_query` of a route (M062). */
export const feature = {
  family: 'filter',
  name: 'query',
  aliases: [],
  summary: 'Sets, adds and removes the query parameters the service sees.',
  stages: ['route'],
} as const satisfies FilterFeature;
