// The sample upstream of the quick start: answers with what it received. Plain Node, no dependencies.
//   PORT=9001 NAME=sample node examples/quickstart/upstream.mjs
import http from 'node:http';

const name = process.env.NAME ?? 'sample';
const server = http.createServer((request, response) => {
  const { method, url, headers } = request;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify({ server: name, method, url, headers }, null, 2)}\n`);
});
server.listen(Number(process.env.PORT ?? 9001), '127.0.0.1', () => {
  console.log(`upstream "${name}" on http://127.0.0.1:${server.address().port}`);
});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
