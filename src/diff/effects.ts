import type { ListenerModel, Model } from '../emit/model/model.ts';
import type { Effects, EntityChange } from './difference.ts';
import { changedRoutes, type Sides, waysOf } from './matching.ts';
import { findSwaps } from './reorder.ts';
import { clashingPorts } from './sockets.ts';
import { weakerThan } from './weaker.ts';
import { findWitnesses, type Witnesses } from './witness/find.ts';

/**
 * Says what will happen when the new side takes the place of the old one.
 * @param models both sides
 * @param entities what differs
 */
export function effectsOf(models: Sides<Model>, entities: readonly EntityChange[]): Effects {
  const { after, before } = models;
  const found = decidesAlike(models, entities) ? NOTHING : lookForWitnesses(models);
  const reasons = restartReasons(models);
  const differs = entities.length + found.moves.length > 0;
  const swapped = new Map(
    found.open.map(({ now, then }) => [
      `${now.route.id}\n${then.route.id}`,
      { first: now.route.id, second: then.route.id },
    ]),
  );
  return {
    action: !differs ? 'nothing' : reasons.length > 0 ? 'restart' : 'reload',
    reasons,
    opened: missing(after.listeners, before.listeners),
    closed: missing(before.listeners, after.listeners),
    emptied: Object.entries(after.dictionaries)
      .filter(([name, size]) => (before.dictionaries[name] ?? size) !== size)
      .map(([dictionary, size]) => ({
        dictionary,
        old: before.dictionaries[dictionary] as number,
        new: size,
      })),
    rerouted: found.moves,
    searched: found.complete,
    swapped: [...swapped.values()],
    silenced: silenced(models),
    weaker: weakerThan(models, entities, found.moves),
  };
}

const NOTHING: Witnesses = { moves: [], open: [], complete: true };

/** Whether it is plain that every request is decided as before; looking at ten thousand routes takes a while. */
function decidesAlike({ after, before }: Sides<Model>, entities: readonly EntityChange[]): boolean {
  const touched = entities.some(({ entity, id }) => entity === 'route' || DECIDING.test(id));
  return !touched && JSON.stringify(before.matches) === JSON.stringify(after.matches);
}

/** Settings that decide requests. */
const DECIDING = /^(?:health\.|server\.method_mismatch$)/;

function lookForWitnesses(models: Sides<Model>): Witnesses {
  const ways = { before: waysOf(models.before), after: waysOf(models.after) };
  const changed = changedRoutes(ways);
  const { swaps, whole } = findSwaps(ways, changed);
  const found = findWitnesses({ models, ways, changed, swaps });
  return { ...found, complete: found.complete && whole };
}

const missing = (
  listeners: readonly ListenerModel[],
  others: readonly ListenerModel[],
): readonly ListenerModel[] =>
  listeners.filter(({ address }) => !others.some((other) => other.address === address));

/** What the program that runs is chosen by: a reload goes on with the one there is. */
const PROGRAM = ['nginx.flavor', 'nginx.binary_path'] as const;

function restartReasons({ after, before }: Sides<Model>): readonly string[] {
  const other = PROGRAM.filter((name) => before.settings[name] !== after.settings[name]);
  return [
    ...other.map((name) => `${name}: ${before.settings[name] ?? 'none'} → ${after.settings[name] ?? 'none'}`),
    ...clashingPorts(before.listeners, after.listeners).map(
      (port) => `port ${port} is held by the old listener when the new one is opened`,
    ),
  ];
}

/** Nodes of services that routes lead to; in the new side none does. */
function silenced({ after, before }: Sides<Model>): Effects['silenced'] {
  const live = new Set(targets(after).map(({ address }) => address));
  return targets(before).filter(({ address }) => !live.has(address));
}

function targets({ routes, services }: Model): Effects['silenced'] {
  const wanted = new Set(routes.map(({ fields }) => fields.service_id));
  return services
    .filter(({ id }) => wanted.has(id))
    .flatMap(({ id, nodes }) => nodes.map(({ address }) => ({ service: id, address })));
}
