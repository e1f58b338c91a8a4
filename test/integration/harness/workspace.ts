import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runCliOk } from './cli.ts';
import { buildArguments, WRITTEN_BY_NGINX } from './layout.ts';
import { ownerDir } from './sweep.mjs';
import type { GatewayContext, GatewayOptions, GatewayYaml, Stack } from './types.ts';

/**
 * The directory of one gateway under test: its gateway.yaml, the files beside it, what is compiled from them.
 * @param stack whose owner the directory belongs to, so that it is swept with it
 */
export function newWorkspace(stack: Stack): string {
  const home = ownerDir(stack.owner);
  mkdirSync(home, { recursive: true });
  const dir = mkdtempSync(join(home, 'gw-'));
  chmodSync(dir, 0o755); // mkdtemp makes 0700; nginx's workers run as nobody or www-data and read files themselves
  return dir;
}

/**
 * Writes the gateway.yaml and the files beside it.
 * @returns the path of the gateway.yaml
 */
export function writeSources(
  context: GatewayContext,
  yaml: GatewayYaml,
  options: GatewayOptions = {},
): string {
  for (const [name, content] of Object.entries(options.files ?? {})) {
    const path = join(context.dir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  const path = join(context.dir, 'gateway.yaml');
  writeFileSync(path, typeof yaml === 'string' ? yaml : yaml(context));
  return path;
}

/**
 * Compiles into `bundle`. A bundle that is in use is filled again in place: what nginx writes stays, and the directory
 * itself stays the same one, for it is mounted into a container.
 * @throws when gatewayc refuses the configuration; its messages are in the error
 */
export async function compile(
  context: GatewayContext,
  bundle: string,
  env: Record<string, string> = {},
): Promise<void> {
  const source = join(context.dir, 'gateway.yaml');
  if (!existsSync(bundle)) {
    await runCliOk(buildArguments(source, bundle, context.flavor), env);
    return;
  }
  const next = `${bundle}.next`;
  await runCliOk(buildArguments(source, next, context.flavor), env);
  for (const name of readdirSync(bundle)) {
    if (!WRITTEN_BY_NGINX.includes(name)) rmSync(join(bundle, name), { recursive: true });
  }
  for (const name of readdirSync(next)) {
    if (!WRITTEN_BY_NGINX.includes(name)) cpSync(join(next, name), join(bundle, name), { recursive: true });
  }
  rmSync(next, { recursive: true });
}
