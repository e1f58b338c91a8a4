import net from 'node:net';

/** What became of the requests of a load. */
export interface LoadResult {
  readonly answered: number;
  /** Answers that were not 2xx, and requests that got none, in words; a request is sent once and never again. */
  readonly failed: readonly string[];
  /** Connections opened: one each time the gateway said `Connection: close`. */
  readonly connections: number;
}

/** Clients that send request after request until they are stopped. */
export interface Load {
  /** Answers so far. */
  readonly answered: () => number;
  /** Lets the requests under way finish. */
  readonly stop: () => Promise<LoadResult>;
}

/**
 * Starts clients with one keep-alive connection each, that send the next request as soon as the last is answered. They open another
 * connection only when an answer told them to; a connection that ends otherwise is a failed request, as it is for wrk.
 * @param origin `http://host:port`
 * @param path answered with a Content-Length
 * @param clients how many
 */
export function startLoad(origin: string, path: string, clients: number): Load {
  const { hostname, port, host } = new URL(origin);
  const request = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const failed: string[] = [];
  let answered = 0;
  let connections = 0;
  let stopping = false;

  /** Uses one connection for as long as it lasts. */
  const useOne = () =>
    new Promise<void>((resolve) => {
      connections += 1;
      let received = '';
      let waiting = true;
      let sent = 0;
      const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
      const next = () => {
        received = '';
        waiting = true;
        sent += 1;
        socket.write(request);
      };
      socket.setEncoding('latin1');
      socket.on('connect', next);
      socket.on('data', (chunk: string) => {
        received += chunk;
        const head = received.indexOf('\r\n\r\n');
        if (head < 0) return;
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(received)?.[1] ?? 0);
        if (received.length < head + 4 + length) return;
        waiting = false;
        if (/^HTTP\/1\.1 2/.test(received)) answered += 1;
        else failed.push(received.slice(0, received.indexOf('\r\n')));
        if (stopping || /\r\nconnection: close/i.test(received.slice(0, head + 2))) socket.end();
        else next();
      });
      socket.on('error', (error) => {
        if (waiting) failed.push(`request ${sent} of a connection: ${error.message}`);
        waiting = false;
      });
      socket.on('close', () => {
        if (waiting) failed.push(`request ${sent} of a connection: closed after ${received.length} bytes`);
        resolve();
      });
    });
  const client = async () => {
    while (!stopping) await useOne();
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  return {
    answered: () => answered,
    stop: async () => {
      stopping = true;
      await all;
      return { answered, failed, connections };
    },
  };
}
