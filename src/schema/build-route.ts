import type { AssertionGroupBlock, AssertionItem, RouteBlock, TargetBlock } from '../model/document.ts';
import type { Report } from './problem.ts';
import type { RawAssertion, RawGroup, RawRoute } from './raw.ts';

/**
 * Gives a route its one target and its assertion group their types.
 * @param raw a converted route; exactly one target was checked
 * @param report takes contradictions (D6)
 */
export function buildRoute(raw: RawRoute, report: Report): RouteBlock {
  const { path, protocol: _, service_id, service, redirect, respond, assertion_group_config, ...rest } = raw;
  return {
    ...rest,
    paths: path,
    target: buildTarget(raw),
    ...(assertion_group_config && { assertion_group_config: buildGroup(assertion_group_config, report) }),
  };
}

function buildTarget({ at, service_id, service, redirect, respond }: RawRoute): TargetBlock {
  if (service) return { kind: 'service', at: service.at, service_id: service.name };
  if (redirect) return { kind: 'redirect', ...redirect };
  if (respond) return { kind: 'respond', ...respond };
  if (service_id === undefined) throw new Error(`route at ${at.join('/')} has no target`);
  return { kind: 'service', at: [...at, 'service_id'], service_id };
}

function buildGroup(raw: RawGroup, report: Report): AssertionGroupBlock {
  const { type, all_required, assertions, ...rest } = raw;
  const said = all_required === undefined ? undefined : all_required ? 'and' : 'or';
  if (type !== undefined && said !== undefined && type !== said)
    report({
      code: 'GW1111',
      path: [...raw.at, 'all_required'],
      message: `\`all_required: ${all_required}\` means \`type: ${said}\`, but the group says \`type: ${type}\``,
      help: 'keep one of the two keys',
    });
  const of = assertions.map((item) => buildItem(item, report));
  return { ...rest, type: type ?? said ?? 'and', assertions: of };
}

const buildItem = (item: RawGroup | RawAssertion, report: Report): AssertionItem =>
  'assertions' in item ? { ...buildGroup(item, report), group: true } : item;
