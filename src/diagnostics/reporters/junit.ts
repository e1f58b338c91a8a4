import type { Diagnostic } from '../diagnostic.ts';
import { printable } from '../printable.ts';
import { summary } from '../summary.ts';
import type { Reporter } from './reporter.ts';
import { textLine } from './text.ts';

/** JUnit XML: errors are failed cases, warnings and infos passed ones with output; without findings there is one passed case. */
export const junit: Reporter = (diagnostics) => {
  const { errors } = summary(diagnostics);
  const cases =
    diagnostics.length > 0
      ? diagnostics.map(testCase)
      : ['    <testcase classname="gatewayc" name="check"/>'];
  const counts = `tests="${cases.length}" failures="${errors}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="gatewayc" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

function testCase(diagnostic: Diagnostic): string {
  const { code, severity, message, span, help } = diagnostic;
  const place = span ? ` ${span.file}:${span.start.line}:${span.start.column}` : '';
  const details = xml(
    [textLine(diagnostic), ...(help === undefined ? [] : [`help: ${printable(help)}`])].join('\n'),
  );
  const body =
    severity === 'error'
      ? `<failure type="${code}" message="${xml(printable(message))}">${details}</failure>`
      : `<system-out>${details}</system-out>`;
  const className = xml(printable(span?.file ?? 'gatewayc'));
  return `    <testcase classname="${className}" name="${xml(printable(`${code}${place}`))}">${body}</testcase>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const xml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
