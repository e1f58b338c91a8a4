import type { RetryBlock, ServiceBlock } from '../../model/document.ts';
import { RETRY_CONDITIONS } from '../../model/retry.ts';
import type { Duration } from '../../model/units.ts';
import { ofRoute, ofService } from '../context.ts';
import type { RuleFinding } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { didYouMean } from '../suggest.ts';

interface Owner {
  readonly retry: RetryBlock;
  readonly service: ServiceBlock | undefined;
  /** Bounds all tries together; undefined where it is not known here. */
  readonly timeout: Duration | undefined;
  readonly context: string;
}

/** Retries are such as nginx can do, leave time for a second try, and do not repeat what must not happen twice. */
export const retries: Rule = function* ({ document, routes }) {
  for (const service of document.services)
    if (service.retry)
      yield* judge({ retry: service.retry, service, timeout: service.timeout, context: ofService(service) });
  for (const { block, service } of routes)
    if (block.retry)
      yield* judge({
        retry: block.retry,
        service,
        timeout: block.timeout ?? service?.timeout,
        context: ofRoute(block),
      });
};

function* judge({ context, retry, service, timeout }: Owner): Iterable<RuleFinding> {
  const { at } = retry;
  for (const [i, condition] of retry.on.entries())
    if (!RETRY_CONDITIONS.includes(condition))
      yield {
        code: 'GW2027',
        message: `nginx cannot try again on "${condition}"`,
        at: [...at, 'on', i],
        help: didYouMean(condition, RETRY_CONDITIONS, `the conditions are ${RETRY_CONDITIONS.join(', ')}`),
        context,
      };
  if (!Number.isInteger(retry.attempts) || retry.attempts < 1)
    yield {
      code: 'GW2027',
      message: 'a request is tried at least once',
      at: [...at, 'attempts'],
      help: 'attempts counts the first try: 2 means one more',
      context,
    };
  if (retry.per_try_timeout !== undefined && timeout !== undefined && retry.per_try_timeout > timeout)
    yield {
      code: 'GW2042',
      message: 'one try may take longer than all tries together',
      at: [...at, 'per_try_timeout'],
      help: 'make "per_try_timeout" at most "timeout"; about "timeout" divided by "attempts" leaves time for every try',
      context,
    };
  if (retry.non_idempotent && retry.attempts > 1)
    yield {
      code: 'GW4002',
      message: 'a POST or PATCH may be processed twice',
      at: [...at, 'non_idempotent'],
      help: 'keep it only if the service recognises repeated requests',
      context,
    };
  if (retry.attempts > 1 && retry.on.length === 0)
    yield {
      code: 'GW4006',
      message: 'there is no condition to try again on',
      at: [...at, 'on'],
      help: 'add conditions, or remove "retry"',
      context,
    };
  const live = service?.nodes.filter((node) => node.enabled && node.weight > 0).length ?? 0;
  if (live > 0 && retry.attempts > live)
    yield {
      code: 'GW4005',
      message: `${retry.attempts} attempts, and "${service?.id}" has ${live === 1 ? 'one node' : `${live} nodes`}`,
      at: [...at, 'attempts'],
      help: 'when every node has failed, the turn starts over and a node that just failed is tried again; add nodes or lower "attempts"',
      context,
    };
}
