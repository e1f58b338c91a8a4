import { accessSync, constants } from 'node:fs';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Locate } from '../diagnostics/locate.ts';
import type { GatewayDocument } from '../model/document.ts';
import type { IsKnown } from '../model/partial.ts';
import { createContext, type Readable } from './context.ts';
import type { RuleFinding } from './finding.ts';
import { place, sameSpan } from './place.ts';
import { LAWS } from './rules.ts';
import { type View, viewsOf } from './view.ts';

/** What the rules need of the machine. */
export interface CheckOptions {
  /** Says whether a file can be read; the default asks the file system. */
  readonly readable?: Readable;
  /** For a document that is known in part: what is known of it. Nothing is found that rests on anything else. */
  readonly isKnown?: IsKnown | undefined;
}

/**
 * Applies every rule to a document. Opens no socket and starts nothing.
 * @param document a document of the right shape, or what is left of one
 * @param locate finds its nodes in the user's files
 * @returns the findings in the order of the rules; none with severity `error` means that lowering cannot fail
 */
export function check(document: GatewayDocument, locate: Locate, options: CheckOptions = {}): Diagnostic[] {
  const context = createContext(document, options.readable ?? isReadable);
  const view: View = options.isKnown ? viewsOf(context, options.isKnown) : () => context;
  return LAWS.flatMap(({ rule, reads }) => {
    const seen = view(reads);
    return seen ? [...rule(seen)].map((found) => toDiagnostic(found, locate)) : [];
  });
}

/** Labels of defaults are left out: they stand nowhere, and the top of the file explains nothing. */
function toDiagnostic({ at, code, context, help, labels, message }: RuleFinding, locate: Locate): Diagnostic {
  const root = locate([]);
  const second = labels?.flatMap((label) => {
    const span = place(locate, label.at);
    return span && !sameSpan(span, root) ? [{ span, message: label.message }] : [];
  });
  return finding(code, { message, span: place(locate, at), labels: second, help, context });
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
