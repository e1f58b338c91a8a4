import type { GatewayDocument } from '../model/document.ts';
import type { NodePath } from '../model/path.ts';
import { ofService } from './context.ts';

/** A file that the gateway reads itself when it starts: a certificate, a key, the bundle of an authority. */
export interface NamedFile {
  /** Absolute, or relative where the document says so. */
  readonly path: string;
  readonly at: NodePath;
  /** What names it, for messages. */
  readonly context?: string;
}

/**
 * The files a document names, in the order they stand there. Their content is no part of the document: when it changes, the gateway
 * has to read them again.
 * @param document the document
 */
export function namedFiles(document: GatewayDocument): readonly NamedFile[] {
  const found: NamedFile[] = (document.server.tls?.certificates ?? []).flatMap((c) => [
    { path: c.cert_file, at: [...c.at, 'cert_file'] },
    { path: c.key_file, at: [...c.at, 'key_file'] },
  ]);
  for (const service of document.services) {
    for (const key of ['ca_file', 'cert_file', 'key_file'] as const) {
      const path = service.tls?.[key];
      if (service.tls && path !== undefined)
        found.push({ path, at: [...service.tls.at, key], context: ofService(service) });
    }
  }
  return found;
}
