import type { Code } from '../diagnostics/codes.ts';
import type { NodePath } from '../model/path.ts';

/** A finding of a rule, before its places are looked up in the user's files. */
export interface RuleFinding {
  readonly code: Code;
  /** One sentence without a full stop; says what is there and what is wrong with it. */
  readonly message: string;
  readonly at: NodePath;
  readonly labels?: readonly { readonly at: NodePath; readonly message: string }[];
  /** The way out, one sentence. */
  readonly help?: string | undefined;
  /** The entity it belongs to, for example `route user-api`. */
  readonly context?: string | undefined;
}
