import { type ContainerRuntimeClient, ImageName } from 'testcontainers';
import type { Role } from './types.ts';

/** The images of a machine that can reach a registry. */
export const PUBLIC_IMAGES: Record<Role, string> = {
  gateway: 'openresty/openresty:1.29.2.4-1-bookworm',
  node: 'node:20-bookworm-slim',
  redis: 'redis:7-bookworm',
  consul: 'hashicorp/consul:1.20',
};

/**
 * The images scripts/test-images.sh builds.
 * @param suite the Debian suite of the gateway; the other roles are built once, on bookworm
 */
export function debianImages(suite: string): Record<Role, string> {
  const image = (role: Role) => `gatewayc-test/${role}:${role === 'gateway' ? suite : 'bookworm'}`;
  return { gateway: image('gateway'), node: image('node'), redis: image('redis'), consul: image('consul') };
}

/**
 * What is missing to use these images.
 * @param pull whether to try to pull what is not here; then the first failure is the answer, for one failed pull is
 *   enough to know
 * @returns one line an image that cannot be had
 */
export async function missingImages(
  client: ContainerRuntimeClient,
  images: Record<Role, string>,
  pull: 'pull' | 'local',
): Promise<string[]> {
  const missing: string[] = [];
  for (const image of Object.values(images)) {
    if (await isPresent(client, image)) continue;
    const problem = pull === 'pull' ? await pullProblem(client, image) : 'not present';
    if (problem) missing.push(`${image}: ${problem}`);
    if (problem && pull === 'pull') break;
  }
  return missing;
}

async function isPresent(client: ContainerRuntimeClient, image: string): Promise<boolean> {
  return client.container.dockerode
    .getImage(image)
    .inspect()
    .then(
      () => true,
      () => false,
    );
}

/** testcontainers' own pull() swallows errors in the progress stream, so look afterwards. */
async function pullProblem(
  client: ContainerRuntimeClient,
  image: string,
  silenceMs = 15_000,
): Promise<string | undefined> {
  const { dockerode } = client.container;
  try {
    const stream = await Promise.race([
      dockerode.pull(ImageName.fromString(image).string),
      new Promise<never>((_, reject) => {
        setTimeout(() => reject(new Error(`registry silent for ${silenceMs} ms`)), silenceMs).unref();
      }),
    ]);
    const last = await new Promise<string>((resolve, reject) => {
      dockerode.modem.followProgress(stream, (error, events) =>
        error ? reject(error) : resolve(JSON.stringify(events.at(-1))),
      );
    });
    return (await isPresent(client, image)) ? undefined : `pull ended with ${last}`;
  } catch (error) {
    return (error as Error).message;
  }
}
