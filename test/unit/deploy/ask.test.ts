import { describe, expect, it } from 'vitest';
import { ask } from '../../../src/deploy/ask.ts';

const sh = (script: string) => ask('/bin/sh', ['-c', script]);

describe('asking a program', () => {
  it('gives what it says on both streams', async () => {
    expect(await sh('echo out; echo err >&2')).toEqual({
      exitCode: 0,
      stdout: 'out\n',
      stderr: 'err\n',
      problem: '',
    });
  });
  it('gives its exit code and its last words', async () => {
    expect(await sh('echo sorry >&2; exit 3')).toMatchObject({ exitCode: 3, stderr: 'sorry\n' });
  });
  it('says why it could not be started', async () => {
    const answer = await ask('no-such-program', ['-V'], '/nowhere');
    expect(answer).toMatchObject({ exitCode: undefined, stdout: '', stderr: '' });
    expect(answer.problem).toContain('ENOENT');
  });
});
