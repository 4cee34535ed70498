import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InfraError } from '../../../kernel/errors.ts';
import type { Exchange } from '../../rules/exchange.ts';
import { examine } from '../../rules/examine.ts';
import type { Rule } from '../../rules/rule.ts';

/** A page of ours with known defects. What the scan records of it must show them, or the scan sees nothing anywhere. */
export interface PlantedCanary {
  readonly url: string;
  close(): Promise<void>;
}

/** The defects that are planted, as findings' rules. */
const PLANTED = ['csp/missing', 'frame-protection/missing', 'cookie-httponly/missing', 'stack-trace/shown'];

const PAGE = `<!doctype html><title>Canary</title><pre>Error: planted
    at plant (/canary/page.js:1:1)
    at serve (/canary/server.js:2:2)</pre>`;

/** Serves the page on a free loopback port, inside this process. */
export async function plantCanary(): Promise<PlantedCanary> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('set-cookie', 'session=planted; Path=/; SameSite=Lax');
    response.end(PAGE);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Throws an InfraError when the rules miss a planted defect in what was recorded of the canary. */
export function mustBeNoticed(rules: readonly Rule[], recorded: readonly Exchange[]): void {
  const found = new Set(rules.flatMap((rule) => examine(rule, recorded).findings).map((one) => one.rule));
  const missed = PLANTED.filter((defect) => !found.has(defect));
  if (missed.length === 0) return;
  throw new InfraError({
    what: `the scanner did not notice the planted canary: ${missed.join(', ')} missed in ${recorded.length} recorded exchanges of it. Nothing that it says of the target counts.`,
    fix: "see zap.log in the suite's evidence.",
  });
}
