import type { RetryBlock, RouteBlock, ServiceBlock } from '../model/document.ts';
import { liveNodes } from './services.ts';

/** The words of nginx's proxy_next_upstream a condition stands for, in the order they are emitted. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  connection: ['error'],
  timeout: ['timeout'],
  '5xx': ['http_500', 'http_502', 'http_503', 'http_504'],
};

const ORDER = [
  'error',
  'timeout',
  'http_403',
  'http_404',
  'http_429',
  'http_500',
  'http_502',
  'http_503',
  'http_504',
  'non_idempotent',
];

/** The statuses nginx can be told to try again on. */
export const RETRY_STATUSES: readonly string[] = ['403', '404', '429', '500', '502', '503', '504'];

/**
 * The retry settings a route ends up with: its own, else its service's, else one more try when there is another node, and only where
 * the connection failed, so that a request that may have been processed is never sent twice.
 * @param route a route
 * @param service its target
 */
export function effectiveRetry(route: RouteBlock, service: ServiceBlock): Omit<RetryBlock, 'at'> {
  const fallback = {
    attempts: liveNodes(service).length > 1 ? 2 : 1,
    on: ['connection'],
    non_idempotent: false,
  };
  return route.retry ?? service.retry ?? fallback;
}

/**
 * Says when nginx tries again.
 * @param retry settings of a route
 * @returns words of nginx's proxy_next_upstream, in a fixed order; none when there is one attempt
 */
export function retryWords(retry: Omit<RetryBlock, 'at'>): readonly string[] {
  if (retry.attempts < 2) return [];
  const words = new Set(retry.on.flatMap((condition) => WORDS[condition] ?? [`http_${condition}`]));
  if (retry.non_idempotent) words.add('non_idempotent');
  return ORDER.filter((word) => words.has(word));
}
