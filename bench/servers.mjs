// The servers of a bench: an upstream, plain nginx in front of it, and gateways in front of it.
// @ts-check
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { BIN } from './machine.mjs';
import { childrenOf } from './proc.mjs';
import { freePort, newDirectory, start } from './processes.mjs';

/** @typedef {import('./machine.mjs').Tools} Tools */
/** @typedef {{ address: string, directory: string, master: number, worker: () => number, stop: () => Promise<void> }} Server */

/** Size of every answer, in bytes. */
export const BODY = 1024;

/** How long a server may take until it answers, in milliseconds. */
const LIMIT = 10_000;

/**
 * Asks on a connection of its own.
 * @param {string} address
 * @param {string} path
 * @returns {Promise<string>} the body
 */
export function ask(address, path) {
  return new Promise((resolve, reject) => {
    const request = get(`http://${address}${path}`, { agent: false, timeout: LIMIT }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('error', reject);
      response.on('end', () => resolve(body));
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
  });
}

/**
 * Runs nginx from a directory that holds `conf/nginx.conf`, with `run/` and `logs/`, until it answers.
 * @param {{ nginx: string, core: number, directory: string, address: string }} what
 * @returns {Promise<Server>}
 */
async function serve({ nginx, core, directory, address }) {
  const command = [
    nginx,
    '-p',
    `${directory}/`,
    '-c',
    'conf/nginx.conf',
    '-e',
    'logs/error.log',
    '-g',
    'daemon off;',
  ];
  const { child, output, ended } = start(core, command);
  const since = performance.now();
  for (let up = false; !up; ) {
    if (child.exitCode !== null || performance.now() - since > LIMIT)
      throw new Error(`nginx in ${directory} does not answer: ${output()}`);
    up = await ask(address, '/').then(
      () => true,
      () => sleep(10, false),
    );
  }
  const master = child.pid ?? 0;
  const worker = () => {
    const [pid, ...more] = childrenOf(master);
    if (pid === undefined || more.length > 0)
      throw new Error(`${directory} has ${more.length + 1} workers, not one`);
    return pid;
  };
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { address, directory, master, worker, stop };
}

/**
 * A plain nginx with one worker.
 * @param {{ nginx: string, core: number, http: (address: string) => string }} what `http` gives the content of its http block
 */
async function servePlain({ nginx, core, http }) {
  const directory = newDirectory();
  const address = `127.0.0.1:${await freePort()}`;
  for (const name of ['conf', 'run', 'logs']) mkdirSync(join(directory, name));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path run/${name};`,
  );
  writeFileSync(
    join(directory, 'conf/nginx.conf'),
    `worker_processes 1;
pid run/nginx.pid;
error_log logs/error.log warn;
events { worker_connections 1024; }
http {
  access_log off;
  ${temporary.join(' ')}
${http(address)}
}
`,
  );
  return serve({ nginx, core, directory, address });
}

/**
 * What all gateways forward to: answers of 1 KiB.
 * @param {Tools} tools
 */
export function startUpstream({ nginx, cores }) {
  const http = (/** @type {string} */ address) =>
    `  server { listen ${address}; keepalive_requests 1000000; location / { default_type text/plain; return 200 "${'x'.repeat(BODY)}"; } }`;
  return servePlain({ nginx, core: cores.client, http });
}

/**
 * What gateways are compared with: `proxy_pass` with connections kept on both sides, and nothing else.
 * @param {Tools} tools
 * @param {string} upstream
 */
export function startPlain({ nginx, cores }, upstream) {
  const http = (/** @type {string} */ address) => `  upstream service { server ${upstream}; keepalive 64; }
  server {
    listen ${address};
    location / { proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }`;
  return servePlain({ nginx, core: cores.worker, http });
}

/**
 * Compiles a document into a directory, in place.
 * @param {Tools} tools
 * @param {string} directory
 * @param {string} yaml
 */
export async function compile({ nginx }, directory, yaml) {
  const source = join(newDirectory(), 'gateway.yaml');
  writeFileSync(source, yaml);
  const args = [BIN, 'build', '-f', source, '-o', join(directory, 'gateway'), '--nginx-binary', nginx];
  await promisify(execFile)(process.execPath, args).catch((error) => {
    throw new Error(`gatewayc build failed, exit ${error.code}\n${error.stderr}`);
  });
}

/**
 * Compiles and serves a document.
 * @param {Tools} tools
 * @param {(at: { listen: string, metrics: string }) => string} yaml
 * @returns {Promise<Server & { recompile: (yaml: (at: { listen: string, metrics: string }) => string) => Promise<void> }>}
 */
export async function startGateway(tools, yaml) {
  const at = { listen: `127.0.0.1:${await freePort()}`, metrics: `127.0.0.1:${await freePort()}` };
  const directory = newDirectory();
  await compile(tools, directory, yaml(at));
  const { nginx, cores } = tools;
  const served = { nginx, core: cores.worker, directory: join(directory, 'gateway'), address: at.listen };
  const server = await serve(served);
  return { ...server, recompile: (next) => compile(tools, directory, next(at)) };
}
