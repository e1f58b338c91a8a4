import type { Located } from '../../model/path.ts';
import type { Rule } from '../rule.ts';

const IDENTIFIER = /^[A-Za-z0-9._-]{1,64}$/;

/** Ids of routes and services stand in file names, upstream names and metric labels: `[A-Za-z0-9._-]`, at most 64 (S3). */
export const identifiers: Rule = function* ({ document }) {
  const all: readonly (readonly [string, Located & { readonly id: string }])[] = [
    ...document.routes.map((route) => ['route', route] as const),
    ...document.services.map((service) => ['service', service] as const),
  ];
  for (const [kind, { at, id }] of all) {
    if (IDENTIFIER.test(id)) continue;
    yield {
      code: 'GW2006',
      message: `the ${kind} id "${id}" is not an identifier`,
      at: [...at, 'id'],
      help: 'use 1 to 64 letters, digits, ".", "_" and "-"',
    };
  }
};
