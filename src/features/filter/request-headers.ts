import type { FilterFeature } from '../../model/feature.ts';

/** Written as `request_headers` of a route (M061). */
export const feature = {
  family: 'filter',
  name: 'request-headers',
  aliases: [],
  summary: 'Sets, adds and removes the headers the service sees.',
  stages: ['route'],
} as const satisfies FilterFeature;
