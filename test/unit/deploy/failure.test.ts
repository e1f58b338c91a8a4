import { describe, expect, it } from 'vitest';
import { DeployFailure, guarded } from '../../../src/deploy/failure.ts';

const refusal = (code: string) => Object.assign(new Error(`${code}: refused`), { code, syscall: 'write' });
const run = (error: unknown) =>
  guarded('write the release', () => Promise.reject(error)).catch((caught: unknown) => caught);

describe('what the operating system refuses', () => {
  it.each([
    ['ENOSPC', 'GW9021'],
    ['EDQUOT', 'GW9021'],
    ['EROFS', 'GW9022'],
    ['EACCES', 'GW9022'],
    ['EPERM', 'GW9022'],
    ['EBUSY', 'GW9022'],
    ['EIO', 'GW9023'],
    ['ENOTDIR', 'GW9023'],
  ])('%s is %s, and says what was being done (T5)', async (code, finding) => {
    expect(await run(refusal(code))).toMatchObject({
      diagnostics: [
        { code: finding, message: `cannot write the release: ${code}: refused`, help: expect.any(String) },
      ],
    });
  });
  it('is told apart from our own mistakes', async () => {
    const bug = new TypeError('x is undefined');
    expect(await run(bug)).toBe(bug);
    const coded = Object.assign(new TypeError('bad argument'), { code: 'ERR_INVALID_ARG_TYPE' });
    expect(await run(coded)).toBe(coded);
  });
  it('keeps a failure that is one already', async () => {
    const failure = await run(refusal('EIO'));
    expect(failure).toBeInstanceOf(DeployFailure);
    expect(await run(failure)).toBe(failure);
  });
});
