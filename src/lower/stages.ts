/** The one table of order: which family works when (M032, M078, M079, D1, D2). */

/** The families that take part in the pipeline, built or not. */
export const PIPELINE = ['security', 'cors', 'auth', 'limiter', 'breaker', 'filter'] as const;

/** One of {@link PIPELINE}. */
export type PipelineFamily = (typeof PIPELINE)[number];

/** Fails to compile when a list forgets a family of `All`. */
type Complete<All, List extends readonly unknown[]> = [Exclude<All, List[number]>] extends [never]
  ? List
  : never;

/** Breakers guard a target, and the global stage runs before there is one. */
type GlobalFamily = Exclude<PipelineFamily, 'breaker'>;

const global = [
  'security', // refuse the unwelcome before anything is spent on them
  'cors', // answer preflights, which carry no credentials, before auth asks for them (D2)
  'auth', // before the limiter, so that strangers cost nothing and users can be counted (M032)
  'limiter', // knows the user by now (D1)
  'filter', // sees only requests that will be served
] as const satisfies readonly GlobalFamily[];

const route = [
  'cors', // a preflight of this route is answered whatever its other policies say (D3)
  'security', // cheap refusals first
  'limiter', // before auth: guessing credentials is limited too (D1, M078)
  'auth', // decides on identity and permission
  'breaker', // fail fast only for those who would have been served
  'filter', // change the request last, so that policies saw what the client sent (M303)
] as const satisfies readonly PipelineFamily[];

const response = [
  'filter', // nearest to the upstream: edits its answer
  'breaker', // learns from the answer
  'auth', // may renew a session
  'limiter', // tells what is left
  'security', // protective headers cannot be edited away
  'cors', // outermost: exactly one Access-Control-Allow-Origin, whatever came before (S16)
] as const satisfies readonly PipelineFamily[];

const complete = <All, const List extends readonly unknown[]>(list: Complete<All, List> & List): List => list;

/** Families in the order they work, for each stage of a plan. */
export const STAGES = {
  global: complete<GlobalFamily, typeof global>(global),
  route: complete<PipelineFamily, typeof route>(route),
  response: complete<PipelineFamily, typeof response>(response),
} as const;

/** The stages of a plan. */
export type Stage = keyof typeof STAGES;
