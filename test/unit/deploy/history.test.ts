import { describe, expect, it } from 'vitest';
import { earlier, type HistoryEntry } from '../../../src/deploy/history.ts';

const entry = (text: string): HistoryEntry => {
  const [action, generation, outcome = 'reloaded'] = text.split(' ') as [
    HistoryEntry['action'],
    string,
    HistoryEntry['outcome']?,
  ];
  return { at: '', action, generation, config_hash: null, previous: null, outcome, workers: 2, source: '' };
};

describe('the releases one can go back to', () => {
  it.each<[string, readonly string[], string | undefined, readonly string[]]>([
    ['the ones before, the last one first', ['apply A started', 'apply B', 'apply C'], 'C', ['B', 'A']],
    ['going back twice does not return', ['apply A', 'apply B', 'apply C', 'rollback B'], 'B', ['A']],
    ['applying goes on from there', ['apply A', 'apply B', 'rollback A', 'apply C'], 'C', ['A']],
    ['what did not go live does not count', ['apply A', 'apply B failed', 'apply C interrupted'], 'A', []],
    [
      'what an interrupted run had made live counts',
      ['apply A', 'recover B confirmed', 'apply C'],
      'C',
      ['B', 'A'],
    ],
    ['what was put back does not', ['apply A', 'recover B put-back', 'apply C'], 'C', ['A']],
    ['the same release again counts once', ['apply A', 'apply A', 'apply B', 'apply A'], 'A', ['B']],
    [
      'a release by name puts it on top',
      ['apply A', 'apply B', 'apply C', 'rollback A', 'rollback C'],
      'C',
      ['A'],
    ],
    ['removed releases are left out', ['apply X', 'apply A', 'apply Y', 'apply B'], 'B', ['A']],
    ['where nothing is current, the last one comes first', ['apply A', 'apply B'], undefined, ['B', 'A']],
  ])('%s', (_, events, current, back) => {
    expect(
      earlier(
        events.map(entry),
        ['C', 'B', 'A'].filter((name) => events.join().includes(name)),
        current,
      ),
    ).toEqual(back);
  });
  it('older than the history: by the time of their installation', () => {
    expect(earlier([entry('apply C')], ['C', 'B', 'A'], 'C')).toEqual(['B', 'A']);
  });
});
