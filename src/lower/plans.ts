import type { Plan, Step } from '../model/gateway.ts';
import type { PlacedStep } from './edits.ts';
import { createPool, type Pool } from './pool.ts';
import { STAGES, type Stage } from './stages.ts';

/** Collects the plans of all routes; equal steps and equal plans are kept once. */
export interface Planner {
  /** Adds the plan of a route and gives its index. Steps of one family and stage stay in the given order. */
  readonly plan: (placed: readonly PlacedStep[]) => number;
  readonly steps: readonly Step[];
  readonly plans: readonly Plan[];
}

/** Makes an empty planner. */
export function createPlanner(): Planner {
  const steps: Pool<Step> = createPool(({ at: _, ...rest }) => rest);
  const plans: Pool<Plan> = createPool((plan) => plan);
  const ordered = (placed: readonly PlacedStep[], stage: Stage): readonly number[] =>
    STAGES[stage].flatMap((family) =>
      placed.filter((p) => p.stage === stage && p.step.family === family).map((p) => steps.index(p.step)),
    );
  return {
    plan: (placed) =>
      plans.index({
        global: ordered(placed, 'global'),
        route: ordered(placed, 'route'),
        response: ordered(placed, 'response'),
      }),
    steps: steps.items,
    plans: plans.items,
  };
}
