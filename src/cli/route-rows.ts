import type { Condition } from '../model/condition.ts';
import { describePattern } from '../model/describe-pattern.ts';
import type { GatewayDocument } from '../model/document.ts';
import type { Gateway, Route } from '../model/gateway.ts';
import type { Template } from '../model/template.ts';

/** One way to reach a route, as `gatewayc routes` shows it. */
export interface RouteRow {
  /** From 1: of those whose host and path fit, the first whose conditions hold wins. */
  readonly rank: number;
  readonly route: string;
  readonly host: string;
  readonly path: string;
  readonly methods: readonly string[];
  readonly conditions: string;
  readonly target: string;
  readonly priority: number;
}

/**
 * Lists every way to reach a route, in match order.
 * @param gateway the lowered gateway
 * @param document for what lowering dropped: priorities
 */
export function routeRows(gateway: Gateway, document: GatewayDocument): RouteRow[] {
  const priorities = new Map(document.routes.map(({ id, priority }) => [id, priority]));
  return gateway.matches.map((match, i) => {
    const route = gateway.routes[match.route] as Route;
    return {
      rank: i + 1,
      route: route.id,
      host: match.host ?? '*',
      path: describePattern(match.pattern),
      methods: route.methods,
      conditions: describeConditions(route),
      target: describeTarget(route),
      priority: priorities.get(route.id) as number,
    };
  });
}

function describeConditions({ when, require }: Route): string {
  const parts = when === undefined ? [] : [describe(when)];
  if (require !== undefined) parts.push(`else ${require.status}: ${describe(require.condition)}`);
  return parts.join('; ');
}

function describe(condition: Condition): string {
  if (condition.kind !== 'test')
    return `(${condition.of.map(describe).join(condition.kind === 'all' ? ' and ' : ' or ')})`;
  const { subject, name, operator, negate, values } = condition;
  const words = [
    name === undefined ? subject : `${subject} ${name}`,
    `${negate ? 'not ' : ''}${operator}`,
    values.join(','),
  ];
  return words.filter((word) => word !== '').join(' ');
}

function describeTarget({ target }: Route): string {
  switch (target.kind) {
    case 'service':
      return `service ${target.service}`;
    case 'redirect':
      return `redirect ${target.status} ${describeTemplate(target.location)}`;
    case 'respond':
      return `respond ${target.status}`;
  }
}

const describeTemplate = (template: Template): string =>
  template
    .map((part) =>
      part.kind === 'text'
        ? part.text
        : part.kind === 'capture'
          ? `\${path.${part.name}}`
          : `\${${part.name}}`,
    )
    .join('');
