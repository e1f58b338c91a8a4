import { isScalar, type Scalar } from 'yaml';
import { finding } from '../diagnostics/finding.ts';
import { type Filled, fill, type Surroundings } from './fill.ts';
import { type Source, spanOfNode } from './source.ts';

/**
 * The value of a scalar: variables filled in, numbers checked.
 * @param source the file it stands in
 * @param node the scalar
 * @param surroundings what variables are filled in from; takes the findings
 */
export function readScalar(source: Source, node: Scalar.Parsed, surroundings: Surroundings): Filled {
  const { value } = node;
  if (typeof value === 'string') {
    return value.includes('${') ? fill(source, node, surroundings) : { value, settled: true };
  }
  if (typeof value === 'number' && isInexact(value)) {
    surroundings.report(
      finding('GW1006', {
        message: `the number ${node.source} cannot be kept exactly`,
        span: spanOfNode(source, node),
        help: 'quote it if it is a name; otherwise write a number between -(2^53 - 1) and 2^53 - 1',
      }),
    );
    return { value, settled: false };
  }
  return { value, settled: true };
}

const isInexact = (value: number): boolean =>
  !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER;

/**
 * Whether a scalar's text names variables; used to tell where a value came from.
 * @param node any node
 * @returns the text; undefined when it is not a text with `${`
 */
export function variableText(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string' && node.value.includes('${')
    ? node.value
    : undefined;
}
