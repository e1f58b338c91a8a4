import { describe, expect, it } from 'vitest';
import { problems } from './read.ts';

const ofService = (block: string): Promise<string[]> =>
  problems(`services:\n  - id: s\n    nodes: [{address: a:1}]\n    load_balancer: ${block}\n`);

describe('a block with a misspelt tag', () => {
  it('is told which key was meant, and not that it is missing', async () => {
    expect(await ofService('{algoritm: round_robin}')).toEqual([
      'GW1101 4:21 unknown key `algoritm` in `load_balancer` (service s, load_balancer) | did you mean `algorithm`?',
    ]);
    const group = 'assertion_group_config: {assertions: [{typ: header, header: a, value: b}]}';
    expect(await problems(`routes:\n  - {id: r, path: /, respond: {}, ${group}}`)).toEqual([
      expect.stringMatching(/^GW1101 2:74 unknown key `typ` .*did you mean `type`\?$/),
    ]);
  });
  it('is told of every other key no branch has', async () => {
    expect(await ofService('{algoritm: round_robin, colour: red, x-note: free}')).toEqual([
      expect.stringMatching(/^GW1101 4:21 unknown key `algoritm`/),
      expect.stringMatching(/^GW1101 4:44 unknown key `colour`/),
    ]);
  });
  it('still misses a tag nothing comes near to', async () => {
    expect(await ofService('{colour: red}')).toEqual([
      expect.stringMatching(/^GW1104 4:5 the key `algorithm` is missing in `load_balancer`/),
      expect.stringMatching(/^GW1101 4:21 unknown key `colour`/),
    ]);
  });
});

describe('a block with a wrong tag', () => {
  it('is told of the keys no branch has as well', async () => {
    expect(await ofService('{algorithm: randm, colour: red}')).toEqual([
      expect.stringMatching(/^GW1103 4:32 `algorithm` cannot be "randm"/),
      expect.stringMatching(/^GW1101 4:39 unknown key `colour`/),
    ]);
  });
});

describe('an entry that is no mapping', () => {
  it('is told so, and nothing else', async () => {
    expect(await problems('routes: [null, 5]\nservices: [null]')).toEqual([
      'GW1102 1:10 `routes[0]` must be a mapping, but is empty (route 1)',
      'GW1102 1:16 `routes[1]` must be a mapping, not 5 (route 2)',
      expect.stringMatching(/^GW1102 2:12 `services\[0\]` must be a mapping/),
    ]);
  });
});
