import { isAbsolute } from 'node:path';
import { namedFiles } from '../named-files.ts';
import type { Rule } from '../rule.ts';

/** Files the configuration names can be read; one with an absolute path may be there on the machine that will serve. */
export const files: Rule = function* ({ document, readable }) {
  for (const { at, context, path } of namedFiles(document)) {
    if (readable(path)) continue;
    const absolute = isAbsolute(path);
    yield {
      code: absolute ? 'GW4004' : 'GW2036',
      message: absolute
        ? `the file "${path}" cannot be read on this machine`
        : `the file "${path}" cannot be read`,
      at,
      help: absolute
        ? 'see that it is there, and readable, on the machine that will serve'
        : 'check the path; relative ones start at the YAML file',
      context,
    };
  }
};
