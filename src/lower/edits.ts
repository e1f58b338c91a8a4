import type { EditBlock, RouteBlock } from '../model/document.ts';
import type { Step } from '../model/gateway.ts';
import { parseTemplate, type Template } from '../model/template.ts';
import { byText } from '../model/text.ts';
import type { Stage } from './stages.ts';

/** A step and the stage of the plan it belongs to. */
export interface PlacedStep {
  readonly stage: Stage;
  readonly step: Step;
}

/** The keys of a route that edit something, the filter that does it, and where it works. */
const EDITS = [
  { key: 'request_headers', name: 'request-headers', stage: 'route' },
  { key: 'request_query', name: 'query', stage: 'route' },
  { key: 'response_headers', name: 'response-headers', stage: 'response' },
] as const;

/**
 * Lowers header and query edits to steps of filters.
 * @param route a route
 * @returns a step for each edit that changes something
 */
export function lowerEdits(route: RouteBlock): readonly PlacedStep[] {
  return EDITS.flatMap(({ key, name, stage }) => {
    const edit = route[key];
    if (!edit || isIdle(edit)) return [];
    const config = { set: pairs(edit.set), add: pairs(edit.add), remove: [...edit.remove].sort(byText) };
    return [{ stage, step: { family: 'filter', name, config, at: edit.at } }];
  });
}

const isIdle = ({ add, remove, set }: EditBlock): boolean =>
  remove.length + Object.keys(add).length + Object.keys(set).length === 0;

const pairs = (record: Readonly<Record<string, string>>): readonly (readonly [string, Template])[] =>
  Object.entries(record)
    .sort(([a], [b]) => byText(a, b))
    .map(([name, text]) => [name, parseTemplate(text)]);
