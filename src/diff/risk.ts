import type { Effects, EntityChange, Rerouted, Risk } from './difference.ts';

/** One thing to say about the risk, and how bad it is. */
interface Point {
  readonly level: 'medium' | 'high';
  readonly text: string;
}

/**
 * Sums the risk up: the worst thing decides the level, and every kind of thing is named once.
 * @param entities what differs
 * @param effects what will happen
 */
export function riskOf(entities: readonly EntityChange[], effects: Effects): Risk {
  if (entities.length + effects.rerouted.length === 0) return { level: 'none', summary: 'nothing changes' };
  const points = pointsOf(effects).filter(({ text }) => text !== '');
  const high = points.some(({ level }) => level === 'high');
  const sorted = [...points].sort((a, b) => Number(b.level === 'high') - Number(a.level === 'high'));
  return {
    level: high ? 'high' : points.length > 0 ? 'medium' : 'low',
    summary:
      sorted.map(({ text }) => text).join(', ') ||
      `${count(entities.length, 'change')}, no request goes elsewhere`,
  };
}

function pointsOf(effects: Effects): readonly Point[] {
  const { closed, emptied, opened, rerouted, silenced, weaker } = effects;
  const lost = rerouted.filter(isLost).length;
  const moved = rerouted.length - lost;
  const security = weaker.filter(({ kind }) => kind === 'security').length;
  const say = (level: Point['level'], number: number, words: (number: number) => string): Point => ({
    level,
    text: number === 0 ? '' : words(number),
  });
  return [
    say('high', lost, (n) => `${count(n, 'kind')} of requests not answered any more`),
    say('high', security, (n) => `${count(n, 'protection')} weaker`),
    say('high', closed.length, (n) => `${count(n, 'listener')} closed`),
    say('high', effects.action === 'restart' ? 1 : 0, () => 'a restart'),
    say('medium', moved, (n) => `${count(n, 'kind')} of requests answered by something else`),
    say('medium', silenced.length, (n) => `${count(n, 'node')} without traffic`),
    say('medium', emptied.length, () => 'counters lost'),
    say('medium', weaker.length - security, (n) => `${count(n, 'limit')} weaker`),
    say('medium', opened.length, (n) => `${count(n, 'listener')} opened`),
  ];
}

/** What was answered and is not any more. */
const isLost = ({ from, to }: Rerouted): boolean =>
  from.kind === 'route' &&
  from.refuse === undefined &&
  (to.kind === 'not-found' ||
    to.kind === 'method-not-allowed' ||
    (to.kind === 'route' && to.refuse !== undefined));

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
