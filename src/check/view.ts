import type { IsKnown } from '../model/partial.ts';
import type { Located } from '../model/path.ts';
import type { CheckContext, RouteFacts } from './context.ts';
import type { Reads } from './reads.ts';

/** Shows a rule the part of a document that its findings may rest on; undefined when it can say nothing. */
export type View = (reads: Reads) => CheckContext | undefined;

/**
 * Makes the views of a document that is known in part. Rules that rest on the same share one.
 * @param context the whole of it
 * @param isKnown tells what is known
 */
export function viewsOf(context: CheckContext, isKnown: IsKnown): View {
  const views = new Map<Reads, CheckContext | undefined>();
  return (reads) => {
    if (!views.has(reads))
      views.set(reads, canSpeak(context, reads, isKnown) ? narrow(context, reads, isKnown) : undefined);
    return views.get(reads);
  };
}

const BLOCKS = ['server', 'metrics', 'health'] as const;

function canSpeak({ document }: CheckContext, reads: Reads, isKnown: IsKnown): boolean {
  const blocks = BLOCKS.every(
    (name) => reads[name] === undefined || (isKnown([], [name]) && isKnown([name], reads[name])),
  );
  const lists = (reads.every ?? []).every((name) => {
    const keys = (name === 'routes' ? reads.route : reads.service) ?? [];
    return isKnown([], [name]) && document[name].every(({ at }) => isKnown(at, keys));
  });
  return blocks && lists;
}

function narrow(context: CheckContext, { route = [], service }: Reads, isKnown: IsKnown): CheckContext {
  const { document, routes } = context;
  const routeKnown = ({ at }: Located): boolean => isKnown(at, route);
  const serviceKnown = ({ at }: Located): boolean => isKnown(at, service ?? []);
  // Of two services with one id, routes are sent to the first.
  const named = isKnown([], ['services']) && document.services.every(({ at }) => isKnown(at, ['id']));
  const servedKnown = ({ service: served }: RouteFacts): boolean =>
    service === undefined || served === undefined || (named && serviceKnown(served));
  return {
    ...context,
    document: {
      ...document,
      routes: document.routes.filter(routeKnown),
      services: document.services.filter(serviceKnown),
    },
    routes: routes.filter((facts) => routeKnown(facts.block) && servedKnown(facts)),
  };
}
