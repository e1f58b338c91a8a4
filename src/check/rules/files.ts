import { isAbsolute } from 'node:path';
import type { NodePath } from '../../model/path.ts';
import { ofService } from '../context.ts';
import type { Rule } from '../rule.ts';

interface FileUse {
  readonly path: string | undefined;
  readonly at: NodePath;
  readonly context?: string;
}

/** Files the configuration names can be read; one with an absolute path may be there on the machine that will serve. */
export const files: Rule = function* ({ document, readable }) {
  const uses: FileUse[] = (document.server.tls?.certificates ?? []).flatMap((c) => [
    { path: c.cert_file, at: [...c.at, 'cert_file'] },
    { path: c.key_file, at: [...c.at, 'key_file'] },
  ]);
  for (const service of document.services) {
    const { tls } = service;
    if (tls)
      for (const key of ['ca_file', 'cert_file', 'key_file'] as const)
        uses.push({ path: tls[key], at: [...tls.at, key], context: ofService(service) });
  }
  for (const { at, context, path } of uses) {
    if (path === undefined || readable(path)) continue;
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
