import type { Loaded } from '../input/loaded.ts';
import type { NodePath } from '../model/path.ts';

/** Findings of input that may mean that whole files are missing. */
const INCOMPLETE: readonly string[] = ['GW1015', 'GW1021'];

type Asked = Pick<Loaded, 'value' | 'isSettled'> & Partial<Pick<Loaded, 'diagnostics'>>;

/**
 * What input could not read as the user means it. Costs nothing when input had nothing to say.
 * @param source a loaded value
 * @returns places of values that could not be filled in, and of lists that files may add to which are not there
 */
export function unsettledPlaces(source: Asked): readonly NodePath[] {
  const { diagnostics = [] } = source;
  if (!diagnostics.some(({ severity }) => severity === 'error')) return [];
  const incomplete = diagnostics.some(({ code }) => INCOMPLETE.includes(code));
  const places: NodePath[] = incomplete ? [['include']] : [];
  const walk = (value: unknown, at: NodePath): void => {
    if (typeof value === 'string' && !source.isSettled(at)) places.push(at);
    if (typeof value !== 'object' || value === null) return;
    const list = Array.isArray(value);
    for (const [key, child] of Object.entries(value)) walk(child, [...at, list ? Number(key) : key]);
  };
  walk(source.value, []);
  return places;
}
