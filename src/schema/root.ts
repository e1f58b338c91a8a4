import { compileNodes, type SchemaNode } from './node.ts';
import { publishedSchema } from './published.ts';

let root: SchemaNode | undefined;

/** The node of the whole document, made once. */
export function rootNode(): SchemaNode {
  root ??= compileNodes(publishedSchema());
  return root;
}
