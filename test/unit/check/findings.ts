import { check } from '../../../src/check/check.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import type { Locate } from '../../../src/diagnostics/locate.ts';
import { toPointer } from '../../../src/model/path.ts';
import { gatewayDocument, type PlainGateway, type PlainRoute } from '../../oracle/document.ts';

const position = { line: 1, column: 1, offset: 0 };

/** Gives every node a file of its own, called by its pointer, so that tests see what a finding points at. */
export const pointers: Locate = (path) => ({ file: toPointer(path), start: position, end: position });

/** Files that are there. */
const readable = (path: string): boolean => path.endsWith('.pem');

/** Everything the rules say, apart from what a document of a few lines cannot avoid. */
export function diagnose(plain: PlainGateway): readonly Diagnostic[] {
  const quiet = ['GW2034', 'GW2015'];
  return check(gatewayDocument(plain), pointers, { readable }).filter(({ code }) => !quiet.includes(code));
}

/** `CODE place` of every finding. */
export const findings = (plain: PlainGateway): readonly string[] =>
  diagnose(plain).map(({ code, span }) => `${code} ${span?.file}`);

/** The same for a document of these routes, whose targets exist. */
export const routeFindings = (...routes: readonly PlainRoute[]): readonly string[] =>
  findings({ routes, services: [{ id: 's0' }] });
