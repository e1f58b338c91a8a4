import { createHash } from 'node:crypto';
import type { Bundle, BundleFile } from '../../../src/emit/bundle.ts';

/**
 * A small bundle with a true manifest; nothing in it is nginx's.
 * @param name stands in its files, so that two names give two bundles
 * @param files further files, by path
 */
export function fakeBundle(name: string, files: Readonly<Record<string, string>> = {}): Bundle {
  const texts: Record<string, string> = {
    'conf/nginx.conf': `# ${name}\n`,
    'data/gateway.json': `{"name":"${name}"}\n`,
    'lua/gatewayc/core/a.lua': 'return {}\n',
    ...files,
  };
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const generation = sha256(JSON.stringify(texts)).slice(0, 16);
  const sums = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, sha256(text)]));
  const manifest = {
    format: 1,
    gatewayc: '0.0.0',
    flavor: 'debian-1.22',
    generation,
    config_hash: '',
    files: sums,
  };
  const all = { ...texts, 'manifest.json': JSON.stringify(manifest) };
  return {
    generation,
    flavor: 'debian-1.22',
    files: new Map(
      Object.entries(all).map(([path, content]): [string, BundleFile] => [path, { content, mode: 0o644 }]),
    ),
    sourceMap: { conf: [], at: {} },
  };
}
