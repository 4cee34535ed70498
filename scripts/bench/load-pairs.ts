import type { Compared } from './commands.ts';
import type { Held } from './held.ts';
import { type LoadCost, loadCost } from './load-cost.ts';
import { median } from './median.ts';
import type { PageServer } from './page-server.ts';

/** What the harness costs while k6 loads: medians of the ratios of alternating pairs. */
export interface LoadOverhead {
  readonly pairs: readonly { readonly bare: LoadCost; readonly harness: LoadCost }[];
  /** CPU time a request, of bare k6. */
  readonly cpu: number;
  /** Requests a second, of bare k6. */
  readonly rate: number;
}

/** What must hold at saturation. */
export const LIMITS = { cpu: 1.08, rate: 0.96 } as const;

/** Runs both as `overhead` does, with a server that answers at once and users that never wait: k6 at its limit. */
export async function loadOverhead(
  { bare, harness }: Compared,
  server: PageServer,
  pairs: number,
  say: (line: string) => void,
): Promise<LoadOverhead> {
  const measured: { bare: LoadCost; harness: LoadCost }[] = [];
  for (const command of [harness, bare]) await loadCost(command, server);
  for (let pair = 0; pair < pairs; pair++) {
    const isHarnessFirst = pair % 2 === 1;
    const first = await loadCost(isHarnessFirst ? harness : bare, server);
    const second = await loadCost(isHarnessFirst ? bare : harness, server);
    const one = isHarnessFirst ? { bare: second, harness: first } : { bare: first, harness: second };
    measured.push(one);
    say(`saturation ${pair + 1}/${pairs}: bare ${sayCost(one.bare)}, harness ${sayCost(one.harness)}`);
  }
  return { pairs: measured, ...ratios(measured) };
}

function ratios(pairs: LoadOverhead['pairs']): Pick<LoadOverhead, 'cpu' | 'rate'> {
  return {
    cpu: median(pairs.map(({ bare, harness }) => harness.cpuUsPerRequest / bare.cpuUsPerRequest)),
    rate: median(pairs.map(({ bare, harness }) => harness.perSecond / bare.perSecond)),
  };
}

/** What holds, what does not. */
export function judgeSaturation({ cpu, rate }: Pick<LoadOverhead, 'cpu' | 'rate'>): readonly Held[] {
  return [
    { said: `CPU a request ${cpu.toFixed(2)} × bare k6, at most ${LIMITS.cpu}`, holds: cpu <= LIMITS.cpu },
    {
      said: `requests a second ${rate.toFixed(2)} × bare k6, at least ${LIMITS.rate}`,
      holds: rate >= LIMITS.rate,
    },
  ];
}

function sayCost({ cpuUsPerRequest, perSecond }: LoadCost): string {
  return `${Math.round(cpuUsPerRequest)} µs a request at ${Math.round(perSecond)}/s`;
}
