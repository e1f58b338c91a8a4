import { byText } from '../model/text.ts';
import { collectFindings } from './findings.ts';
import { gather, type Session } from './gather.ts';
import type { Loaded, LoadRequest } from './loaded.ts';
import { mergeTrees } from './tree.ts';
import { viewOf } from './view.ts';

/**
 * Loads the files of one gateway: reads them and what they include, refuses every trap of YAML, fills in the environment and secret
 * files, and merges them to one value.
 * @param request the files and what surrounds them
 * @returns the value and the place and origin of every node; never rejects because of what the user wrote
 */
export async function load(request: LoadRequest): Promise<Loaded> {
  const findings = collectFindings();
  const session: Session = {
    request,
    report: findings.report,
    opened: new Map(),
    dependencies: new Set(),
    patterns: [],
    sources: new Map(),
    unsettled: new Set(),
    suppressions: [],
    sound: true,
  };
  const trees = [];
  for (const file of request.files) trees.push(...(await gather(session, file)));
  const tree = session.sound && trees.length > 0 ? mergeTrees(trees, findings.report) : undefined;
  return {
    value: tree?.value,
    ...viewOf(tree, session.unsettled, request.cwd),
    sources: (file) => session.sources.get(file),
    dependencies: [...session.dependencies].sort(byText),
    patterns: session.patterns,
    diagnostics: findings.list,
    suppressions: session.suppressions,
  };
}
