import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Loaded } from '../input/loaded.ts';
import type { GatewayDocument } from '../model/document.ts';
import { buildDocument } from './build-document.ts';
import { canonicalise } from './canonical.ts';
import { contextOf } from './context.ts';
import { converter } from './convert.ts';
import type { CompleteService } from './inline-services.ts';
import { compileNodes, type SchemaNode } from './node.ts';
import type { Report } from './problem.ts';
import { publishedSchema } from './published.ts';
import type { RawDocument, RawService } from './raw.ts';
import { validate } from './validate.ts';
import { describeWith } from './wording.ts';

/** What this room needs of a loaded value. */
export type Source = Pick<Loaded, 'value' | 'locate' | 'origin' | 'isSettled' | 'directoryOf'>;

/** The document, unless there are errors; what is wrong, in the order of the checks. */
export interface Understood {
  readonly document: GatewayDocument | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

let root: SchemaNode | undefined;

/**
 * Reads a loaded value as a gateway: spells it canonically, validates it against the published schema, fills in defaults and converts
 * units.
 * @param source a loaded value; undefined when there was nothing to read
 * @returns the document, or every finding about the shape of the value at once (GW11xx, all of them errors)
 */
export function toDocument(source: Source): Understood {
  if (source.value === undefined) return { document: undefined, diagnostics: [] };
  root ??= compileNodes(publishedSchema());
  const node = root;
  const diagnostics: Diagnostic[] = [];
  let sound = true;
  const report: Report = ({ code, path, part, message, help }) => {
    sound = false;
    if (!source.isSettled(path)) return;
    const span = source.locate(path, part);
    diagnostics.push(finding(code, { message, span, help, context: contextOf(source.value, path) }));
  };
  const context = { report, describe: describeWith(source.origin) };
  const canonical = canonicalise(source.value, node, context);
  const valid = validate(canonical, node, context);
  if (!valid || !sound) return { document: undefined, diagnostics };
  const convert = converter(canonical, source.directoryOf);
  const service = serviceNode(node);
  const complete: CompleteService = (written, at) => convert(service, written, at) as RawService;
  const raw = convert(node, canonical.value, []) as RawDocument;
  const document = buildDocument(raw, { report, complete });
  return { document: sound ? document : undefined, diagnostics };
}

function serviceNode(node: SchemaNode): SchemaNode {
  const service = node.keys?.get('services')?.node.items;
  if (!service) throw new Error('the published schema has no services');
  return service;
}
