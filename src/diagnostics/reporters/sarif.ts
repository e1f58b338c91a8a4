import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CODES, type Code } from '../codes.ts';
import type { Diagnostic, Severity, Span } from '../diagnostic.ts';
import type { Reporter } from './reporter.ts';
import { stringify } from './stringify.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0 for code scanning, with the rules of the codes that were found. */
export const sarif: Reporter = (diagnostics) => {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'gatewayc', rules: codes.map(rule) } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((diagnostic) => result(diagnostic, codes.indexOf(diagnostic.code))),
      },
    ],
  };
  return `${stringify(log)}\n`;
};

function rule(code: Code) {
  const { severity, title, text } = CODES[code];
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text },
    help: { text },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function result(
  { code, severity, message, span, help, context, labels = [] }: Diagnostic,
  ruleIndex: number,
) {
  const entity = context === undefined ? '' : ` (${context})`;
  const way = help === undefined ? '' : `. ${help}`;
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: `${message}${entity}${way}` },
    locations: span ? [location(span)] : [],
    ...(labels.length > 0 && {
      relatedLocations: labels.map((label, id) => ({
        id,
        ...location(label.span),
        message: { text: label.message },
      })),
    }),
  };
}

function location({ file, start, end }: Span) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
    },
  };
}

function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  // A lone surrogate has no UTF-8, which encodeURIComponent answers with an exception.
  return file
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
