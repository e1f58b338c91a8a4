import { readAssertion } from '../../model/assertion.ts';
import type { NodePath } from '../../model/path.ts';
import { shorthands } from '../../model/read-condition.ts';
import { type CheckContext, ofRoute, type RouteFacts } from '../context.ts';
import { findSubject } from '../subjects.ts';
import { assertionsOf } from '../walk.ts';

/** A regex a user wrote, where it stands and how it will be run. */
export interface RegexUse {
  /** As written. */
  readonly written: string;
  /** As it is run, anchors included. */
  readonly source: string;
  readonly at: NodePath;
  readonly context: string;
  /** Whether its form was looked at when the path was read. */
  readonly kind: 'path' | 'segment' | 'condition';
}

/** Every regex of the enabled routes: paths, constraints of parameters, operands of `matches`. */
export function regexUses({ routes }: CheckContext): readonly RegexUse[] {
  return routes.flatMap((route) => [...ofPaths(route), ...ofConditions(route)]);
}

function ofPaths({ block, paths }: RouteFacts): readonly RegexUse[] {
  return paths.flatMap(({ at, pattern, text }): readonly RegexUse[] => {
    const common = { at, context: ofRoute(block) };
    if ('problem' in pattern || pattern.kind === 'exact') return [];
    if (pattern.kind === 'regex')
      return pattern.glob ? [] : [{ ...common, written: text, source: pattern.source, kind: 'path' }];
    return pattern.segments.flatMap((s): readonly RegexUse[] =>
      s.kind === 'any' && s.name !== undefined && s.test !== undefined
        ? [{ ...common, written: s.test, source: `^(?:${s.test})$`, kind: 'segment' }]
        : [],
    );
  });
}

function ofConditions({ block }: RouteFacts): readonly RegexUse[] {
  const context = ofRoute(block);
  return [...shorthands(block), ...assertionsOf(block.assertion_group_config)].flatMap((assertion) => {
    const feature = findSubject(assertion.type);
    const test = feature && readAssertion(assertion, feature).test;
    if (test?.operator !== 'matches') return [];
    const at = [...assertion.at, assertion.pattern === undefined ? 'value' : 'pattern'];
    return test.values.map(
      (source): RegexUse => ({ written: source, source, at, context, kind: 'condition' }),
    );
  });
}
