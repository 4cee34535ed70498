import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A connection of ours to something the product stands on, which can be cut and mended. */
export interface Switchable {
  /** The same URL, by way of us. */
  readonly url: string;
  /** Ends what goes through, and lets nothing more through. */
  cut(): void;
  /** Takes whatever is said, and says nothing more. */
  silence(): void;
  /** Lets through again; what was silent is ended. */
  mend(): void;
  close(): void;
}

/** Stands between a process and what `url` leads to. */
export async function switchable(url: string): Promise<Switchable> {
  const target = new URL(url);
  const open = new Set<Socket>();
  let [whole, silent] = [true, false];
  const server = createServer((caller) => {
    if (!whole) return void caller.destroy();
    const called = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [caller, called],
      [called, caller],
    ] as const) {
      open.add(one);
      one
        .on('error', () => undefined)
        .once('close', () => {
          open.delete(one);
          other.destroy();
        });
      one.on('data', (bytes) => {
        if (!silent) other.write(bytes);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const through = new URL(url);
  through.port = String(typeof address === 'object' && address !== null ? address.port : 0);
  const end = () => open.forEach((one) => one.destroy());
  return {
    url: through.href.replace(/\/$/, ''),
    cut: () => {
      whole = false;
      end();
    },
    silence: () => {
      silent = true;
    },
    mend: () => {
      if (silent) end();
      [whole, silent] = [true, false];
    },
    close: () => {
      end();
      server.close();
    },
  };
}
