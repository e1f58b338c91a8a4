import type { Model } from '../emit/model/model.ts';
import type { Difference } from './difference.ts';
import { effectsOf } from './effects.ts';
import { entityChanges } from './entities.ts';
import type { Sides } from './matching.ts';
import type { FindPlace } from './places.ts';
import { riskOf } from './risk.ts';

/**
 * Compares two configurations: what differs, what will happen, and how risky that is. Equal configurations in another spelling or
 * order do not differ.
 * @param models both sides
 * @param findPlace finds places in the YAML of the new side
 */
export function compareModels(models: Sides<Model>, findPlace: FindPlace = () => undefined): Difference {
  const entities = entityChanges(models, findPlace);
  const effects = effectsOf(models, entities);
  return {
    different: entities.length + effects.rerouted.length > 0,
    entities,
    effects,
    risk: riskOf(entities, effects),
  };
}
