import type { RetryBlock, RouteBlock, ServiceBlock } from '../model/document.ts';
import { RETRY_CONDITIONS, retryConditionWords } from '../model/retry.ts';
import { liveNodes } from './services.ts';

/** Retry settings without the place they came from. */
export type Retry = Omit<RetryBlock, 'at'>;

/**
 * The retry settings a route ends up with: its own, else its service's, else one more try when there is another node, and only where
 * the connection failed, so that a request that may have been processed is never sent twice.
 * @param route a route
 * @param service its target
 */
export function effectiveRetry(route: RouteBlock, service: ServiceBlock): Retry {
  const attempts = liveNodes(service).length > 1 ? 2 : 1;
  return route.retry ?? service.retry ?? { attempts, on: ['connection'], non_idempotent: false };
}

/**
 * Says when nginx tries again.
 * @param retry settings of a route
 * @returns words of nginx's proxy_next_upstream, in a fixed order; none when there is one attempt or nothing to try again on
 */
export function retryWords(retry: Retry): readonly string[] {
  if (retry.attempts < 2 || retry.on.length === 0) return [];
  const words = RETRY_CONDITIONS.filter((condition) => retry.on.includes(condition)).flatMap(
    (condition) => retryConditionWords(condition) ?? [],
  );
  return [...new Set(words), ...(retry.non_idempotent ? ['non_idempotent'] : [])];
}
