import type { Rule } from '../rule.ts';

/** A gateway without routes answers 404 to everything but its health paths. */
export const noRoutes: Rule = function* ({ document, routes }) {
  if (routes.length > 0) return;
  yield {
    code: 'GW2034',
    message: document.routes.length === 0 ? 'there are no routes' : 'every route is disabled',
    at: ['routes'],
    help: 'add a route under "routes"; `gatewayc init` writes one',
  };
};
