/** The words of nginx's proxy_next_upstream each retry condition stands for. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  connection: ['error'],
  timeout: ['timeout'],
  '5xx': ['http_500', 'http_502', 'http_503', 'http_504'],
  '403': ['http_403'],
  '404': ['http_404'],
  '429': ['http_429'],
  '500': ['http_500'],
  '502': ['http_502'],
  '503': ['http_503'],
  '504': ['http_504'],
};

/** Every condition `retry.on` takes: what nginx can be told to try again on. */
export const RETRY_CONDITIONS: readonly string[] = [
  'connection',
  'timeout',
  '5xx',
  '403',
  '404',
  '429',
  '500',
  '502',
  '503',
  '504',
];

/**
 * Says what nginx calls a retry condition.
 * @param condition one of {@link RETRY_CONDITIONS}
 * @returns words of proxy_next_upstream; undefined when nginx cannot express it
 */
export const retryConditionWords = (condition: string): readonly string[] | undefined =>
  Object.hasOwn(WORDS, condition) ? WORDS[condition] : undefined;
