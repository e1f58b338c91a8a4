import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Loaded } from '../input/loaded.ts';
import type { GatewayDocument } from '../model/document.ts';
import type { PartialDocument } from '../model/partial.ts';
import type { NodePath } from '../model/path.ts';
import { buildDocument } from './build-document.ts';
import { type Canonical, canonicalise } from './canonical.ts';
import { contextOf } from './context.ts';
import { converter } from './convert.ts';
import type { CompleteService } from './inline-services.ts';
import type { SchemaNode } from './node.ts';
import { readPartially } from './partial.ts';
import type { Report } from './problem.ts';
import type { RawDocument, RawService } from './raw.ts';
import { rootNode } from './root.ts';
import { unsettledPlaces } from './unsettled.ts';
import { validate } from './validate.ts';
import { describeWith } from './wording.ts';

/** What this room needs of a loaded value; without findings, input had nothing to say. */
export type Source = Pick<Loaded, 'value' | 'locate' | 'origin' | 'isSettled' | 'directoryOf'> &
  Partial<Pick<Loaded, 'diagnostics'>>;

/** The document, unless there are errors; what is wrong, in the order of the checks. */
export interface Understood {
  readonly document: GatewayDocument | undefined;
  /** What rules can look at where there is no document. */
  readonly partial?: PartialDocument | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a loaded value as a gateway: spells it canonically, validates it against the published schema, fills in defaults and converts
 * units.
 * @param source a loaded value; undefined when there was nothing to read
 * @returns the document, or every finding about the shape of the value at once (GW11xx, all of them errors) and what is left without
 *   the faults, those of input included
 */
export function toDocument(source: Source): Understood {
  if (source.value === undefined) return { document: undefined, diagnostics: [] };
  const node = rootNode();
  const diagnostics: Diagnostic[] = [];
  const faults: NodePath[] = [...unsettledPlaces(source)];
  const report: Report = ({ code, path, part, message, help }) => {
    faults.push(path);
    if (!source.isSettled(path)) return;
    const span = source.locate(path, part);
    diagnostics.push(finding(code, { message, span, help, context: contextOf(source.value, path) }));
  };
  const context = { report, describe: describeWith(source.origin) };
  const canonical = canonicalise(source.value, node, context);
  const build = (value: Canonical, told: Report): GatewayDocument => {
    const convert = converter(value, source.directoryOf);
    const service = serviceNode(node);
    const complete: CompleteService = (written, at) => convert(service, written, at) as RawService;
    const raw = convert(node, value.value, []) as RawDocument;
    return buildDocument(raw, { report: told, complete });
  };
  if (validate(canonical, node, context) && faults.length === 0) {
    const document = build(canonical, report);
    if (faults.length === 0) return { document, diagnostics };
  }
  const partial = readPartially(canonical, node, { faults, tools: { ...context, build } });
  return { document: undefined, partial, diagnostics };
}

function serviceNode(node: SchemaNode): SchemaNode {
  const service = node.keys?.get('services')?.node.items;
  if (!service) throw new Error('the published schema has no services');
  return service;
}
