import { describe, expect, it } from 'vitest';
import { STAGES } from '../../../src/lower/stages.ts';

describe('the order of the pipeline', () => {
  it('is security, CORS, auth, limiter, filters before routing, in this order (M032, M077, M079, M155, D1, D2)', () => {
    expect(STAGES.global).toEqual(['security', 'cors', 'auth', 'limiter', 'filter']);
  });

  it('is CORS, security, limiter, auth, breaker, filters on a route, in this order (M077, M078, M155, D1, D2)', () => {
    expect(STAGES.route).toEqual(['cors', 'security', 'limiter', 'auth', 'breaker', 'filter']);
  });

  it('ends every answer with CORS (S16)', () => {
    expect(STAGES.response.at(-1)).toBe('cors');
  });
});
