/** The Lua library, deployed byte for byte. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../lua/', import.meta.url));

/** @returns path in the bundle (`lua/gatewayc/…`) and content of every Lua file, sorted by path */
export function luaFiles(): readonly (readonly [path: string, content: Uint8Array])[] {
  return readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.lua'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [`lua/${file.slice(ROOT.length).replaceAll('\\', '/')}`, readFileSync(file)] as const);
}
