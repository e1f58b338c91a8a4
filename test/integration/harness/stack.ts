import { spawnSync } from 'node:child_process';
import {
  type ContainerRuntimeClient,
  GenericContainer,
  getContainerRuntimeClient,
  Wait,
} from 'testcontainers';
import { flavorOf } from './flavor.ts';
import { debianImages, missingImages, PUBLIC_IMAGES } from './images.ts';
import { LABEL } from './sweep.mjs';
import type { DockerStack, ProcessStack, Role, Stack } from './types.ts';
import { which } from './which.ts';

/**
 * Chooses where the tests run, by the environment variable GATEWAYC_TEST_STACK:
 *
 * - `auto` (default): public images if present or pullable, else images built from Debian packages, else local
 *   processes. What is chosen is always announced.
 * - `public`: public images, or fail
 * - `debian`, `debian:trixie`: images built by scripts/test-images.sh, or fail
 * - `process`: programs of this machine, or fail
 * - `role=image[,role=image]`: auto, with these images
 *
 * @param owner what is started carries this name
 * @throws when what was asked for is not to be had; nothing is skipped
 */
export async function chooseStack(owner: string): Promise<Stack> {
  const wanted = process.env.GATEWAYC_TEST_STACK || 'auto';
  if (wanted === 'process') return processStack(owner, 'GATEWAYC_TEST_STACK=process');
  let client: ContainerRuntimeClient;
  try {
    client = await getContainerRuntimeClient();
  } catch (error) {
    if (wanted === 'auto') return processStack(owner, 'no container engine answers');
    throw new Error(`GATEWAYC_TEST_STACK=${wanted}, but no container engine answers`, { cause: error });
  }
  return dockerStack(owner, client, wanted);
}

async function dockerStack(
  owner: string,
  client: ContainerRuntimeClient,
  wanted: string,
): Promise<DockerStack> {
  const engine = `docker ${client.info.containerRuntime.serverVersion}`;
  const overrides = imageOverrides(wanted);
  const suite = wanted.match(/^debian(?::(\w+))?$/);
  if (!suite) {
    const images = { ...PUBLIC_IMAGES, ...overrides };
    const missing = await missingImages(client, images, 'pull');
    if (missing.length === 0) return probed(owner, images, `${engine}, public images`);
    if (wanted === 'public') throw new Error(`GATEWAYC_TEST_STACK=public, but:\n  ${missing.join('\n  ')}`);
    process.stderr.write(
      `[integration] no public images (${missing[0]}); using those built from Debian packages\n`,
    );
  }
  const images = { ...debianImages(suite?.[1] ?? 'bookworm'), ...overrides };
  const missing = await missingImages(client, images, 'local');
  if (missing.length === 0) return probed(owner, images, `${engine}, images from Debian packages`);
  throw new Error(
    `no images:\n  ${missing.join('\n  ')}\nBuild them: scripts/test-images.sh (about a minute)`,
  );
}

function imageOverrides(wanted: string): Partial<Record<Role, string>> {
  if (!wanted.includes('=')) return {};
  return Object.fromEntries(wanted.split(',').map((pair) => pair.split('=') as [Role, string]));
}

/** Asks the very image that will run what its nginx is. */
async function probed(owner: string, images: Record<Role, string>, source: string): Promise<DockerStack> {
  const probe = await new GenericContainer(images.gateway)
    .withLabels({ [LABEL]: owner })
    .withEntrypoint(['sh', '-c', 'nginx -V 2>&1; echo asked; exec sleep 60'])
    .withWaitStrategy(Wait.forLogMessage('asked'))
    .start();
  const { output } = await probe.exec(['sh', '-c', 'nginx -V 2>&1']);
  await probe.stop({ timeout: 0 });
  return { kind: 'docker', images, owner, source, ...flavorOf(output) };
}

function processStack(owner: string, why: string): ProcessStack {
  const programs: Partial<Record<Role, string>> = { node: process.execPath };
  const found: Partial<Record<Role, string | undefined>> = {
    gateway: which('openresty') ?? which('nginx'),
    redis: which('redis-server'),
    consul: which('consul'),
  };
  for (const [role, program] of Object.entries(found)) if (program) programs[role as Role] = program;
  if (!programs.gateway) {
    throw new Error(`${why}, and there is no openresty or nginx here: scripts/setup.sh nginx tools`);
  }
  const facts = flavorOf(spawnSync(programs.gateway, ['-V'], { encoding: 'utf8' }).stderr);
  const source = `${why}; using ${facts.version} ${Object.values(programs).join(' ')}`;
  return { kind: 'process', programs, owner, source, ...facts };
}
