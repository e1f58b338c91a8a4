import { describe, expect, it } from 'vitest';
import { COMPARING } from '../../../src/diagnostics/codes/comparing.ts';
import { type CodeEntry, prose } from '../../../src/diagnostics/codes/entry.ts';
import { ENVIRONMENT } from '../../../src/diagnostics/codes/environment.ts';
import { INPUT } from '../../../src/diagnostics/codes/input.ts';
import { PERFORMANCE } from '../../../src/diagnostics/codes/performance.ts';
import { RELIABILITY } from '../../../src/diagnostics/codes/reliability.ts';
import { SCHEMA } from '../../../src/diagnostics/codes/schema.ts';
import { SECURITY } from '../../../src/diagnostics/codes/security.ts';
import { SEMANTICS } from '../../../src/diagnostics/codes/semantics.ts';
import { YAML } from '../../../src/diagnostics/codes/yaml.ts';
import { CODES, findCode } from '../../../src/diagnostics/codes.ts';
import { finding } from '../../../src/diagnostics/finding.ts';

const FILES = [YAML, INPUT, SCHEMA, SEMANTICS, SECURITY, RELIABILITY, PERFORMANCE, ENVIRONMENT, COMPARING];
const ENTRIES = Object.entries<CodeEntry>(CODES);

describe('the code table', () => {
  it('has every code once', () => {
    const codes = FILES.flatMap((file) => Object.keys(file));
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.toSorted()).toEqual(Object.keys(CODES).toSorted());
  });

  it.each(ENTRIES)('%s explains itself', (code, { title, text }) => {
    expect(code).toMatch(/^GW\d{4}$/);
    expect(title).toMatch(/^(?:[A-Z`$]|nginx ).*[^.]$/);
    expect(text.length).toBeGreaterThan(60);
    expect(text).not.toMatch(/\n\n\n|^\n|\n$|\t|undefined/);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(130);
  });

  it('finds codes that users write in any case, and nothing else', () => {
    expect(findCode('gw1002')?.code).toBe('GW1002');
    expect(findCode('GW0000')).toBeUndefined();
    expect(findCode('constructor')).toBeUndefined();
  });

  it('gives findings their severity', () => {
    expect(finding('GW1019', { message: 'm', help: undefined })).toEqual({
      code: 'GW1019',
      severity: 'warning',
      message: 'm',
    });
  });

  it('takes the indentation of the source file out of texts', () => {
    expect(prose`
      a:
        \${b}

      c
    `).toBe('a:\n  ${b}\n\nc');
  });
});
