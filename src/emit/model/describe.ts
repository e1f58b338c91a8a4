import type { GatewayDocument, RouteBlock } from '../../model/document.ts';
import type { Gateway, Match } from '../../model/gateway.ts';
import { byText } from '../../model/text.ts';
import { flightDict, metricsDict, nodesDict } from '../dicts.ts';
import { FORMAT, type MatchModel, type Model } from './model.ts';
import { routeModel } from './routes.ts';
import { type FindSecrets, noSecrets } from './secrets.ts';
import { serviceModel } from './services.ts';
import { listenersOf, settingsOf } from './settings.ts';

/**
 * Says what a configuration means.
 * @param document a document without errors
 * @param gateway what it was lowered to, optimised or not
 * @param find finds the texts that must not be shown
 */
export function describeModel(
  document: GatewayDocument,
  gateway: Gateway,
  find: FindSecrets = noSecrets,
): Model {
  const blocks = new Map(document.routes.filter(({ enabled }) => enabled).map((block) => [block.id, block]));
  const ways = gateway.routes.map((): Match[] => []);
  for (const match of gateway.matches) (ways[match.route] as Match[]).push(match);
  const order = [...gateway.routes.keys()].sort((a, b) => byText(idOf(gateway, a), idOf(gateway, b)));
  const place = new Map(order.map((from, to) => [from, to]));
  const flight = flightDict(gateway);
  return {
    format: FORMAT,
    settings: settingsOf(gateway, document.nginx),
    listeners: listenersOf(gateway),
    services: document.services
      .filter(({ enabled }) => enabled)
      .map((service) => serviceModel(service, find))
      .sort((a, b) => byText(a.id, b.id)),
    routes: order.map((index) => {
      const route = gateway.routes[index] as Gateway['routes'][number];
      const block = blocks.get(route.id) as RouteBlock;
      return routeModel({ block, route, matches: ways[index] as Match[] }, find);
    }),
    matches: gateway.matches.map(
      ({ route, host, pattern }): MatchModel => ({
        route: place.get(route) as number,
        ...(host !== undefined && { host }),
        pattern,
      }),
    ),
    dictionaries: {
      gw_metrics: metricsDict(gateway),
      gw_nodes: nodesDict(gateway),
      ...(flight !== undefined && { gw_flight: flight }),
    },
  };
}

const idOf = (gateway: Gateway, index: number): string => gateway.routes[index]?.id as string;
