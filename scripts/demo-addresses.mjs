// Reads from an example's gateway.yaml what scripts/demo.sh needs to know:
//   node scripts/demo-addresses.mjs FILE         prints the port it listens on and the port of its first upstream node
//   node scripts/demo-addresses.mjs FILE path    prints a path its first route serves
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const [file = 'gateway.yaml', what] = process.argv.slice(2);
const config = parse(readFileSync(file, 'utf8'));
const port = (address) => String(address).split(':').at(-1);

if (what === 'path') {
  const [route] = config.routes;
  console.log(String(route.path ?? route.paths?.[0] ?? '/').replace(/\/?\*+$/, '/hello'));
} else {
  const listen = [config.server?.listen ?? 8080].flat()[0];
  const services = config.services ?? config.proxy?.service?.services ?? [];
  const nodes = services.flatMap((service) => service.nodes ?? service.endpoints ?? []);
  const inline = config.routes.flatMap((route) => route.service?.nodes ?? route.service?.endpoints ?? []);
  const [node] = [...nodes, ...inline];
  console.log(port(listen?.address ?? listen), port(node?.address ?? node ?? 9001));
}
