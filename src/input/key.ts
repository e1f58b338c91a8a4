import { isScalar, type ParsedNode, Scalar } from 'yaml';
import { finding } from '../diagnostics/finding.ts';
import type { Report } from './findings.ts';
import { type Source, spanOfNode } from './source.ts';

/**
 * Whether a key is YAML's merge key: `<<` without quotes.
 * @param node the key of a pair
 */
export const isMergeKey = (node: unknown): boolean =>
  isScalar(node) && node.value === '<<' && node.type === Scalar.PLAIN;

/**
 * Reads the key of a pair and reports keys that are not texts, and keys that were there before.
 * @param source the file it stands in
 * @param node the key
 * @param mapping the keys of the same mapping so far, which this one is added to, and where findings go
 * @returns the key; undefined when it was reported
 */
export function readKey(
  source: Source,
  node: ParsedNode,
  mapping: { readonly seen: Map<string, ParsedNode>; readonly report: Report },
): string | undefined {
  if (!isScalar(node) || typeof node.value !== 'string') {
    mapping.report(
      finding('GW1005', {
        message: 'a key is not a text',
        span: spanOfNode(source, node),
        help: helpWithKey(node),
      }),
    );
    return undefined;
  }
  const key = node.value;
  if (key === '__proto__') {
    mapping.report(
      finding('GW1005', {
        message: 'the key __proto__ is not allowed',
        span: spanOfNode(source, node),
        help: 'use another name',
      }),
    );
    return undefined;
  }
  const first = mapping.seen.get(key);
  if (!first) {
    mapping.seen.set(key, node);
    return key;
  }
  mapping.report(
    finding('GW1002', {
      message: `the key "${key}" is there twice`,
      span: spanOfNode(source, node),
      labels: [{ span: spanOfNode(source, first), message: 'the first one' }],
      help: isMergeKey(node) ? 'write one key with a list: <<: [*a, *b]' : 'remove one of the two',
    }),
  );
  return undefined;
}

function helpWithKey(node: ParsedNode): string {
  return isScalar(node) && node.source !== undefined && node.source !== ''
    ? `write "${node.source}" in quotes`
    : 'write a text before the ":"';
}
