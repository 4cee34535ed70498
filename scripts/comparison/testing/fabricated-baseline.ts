import type { Baseline } from '../baseline.ts';
import { compact, seriesOf } from '../series-of.ts';
import { fabricatedLoad, type FabricatedLoad } from './fabricated-load.ts';

/** What a run of load/stress on main measured. */
export function fabricatedBaseline(load: FabricatedLoad, more: Partial<Baseline> = {}): Baseline {
  const recorded = fabricatedLoad(load);
  const { profile, scale, workers, offered } = recorded.plan;
  return {
    format: 1,
    suite: 'load/stress',
    branch: 'main',
    run: '20261121_0312_main_1a2b3c4_9f3e',
    commit: '1a2b3c4',
    date: '2026-11-21T03:12:00.000Z',
    harness: '0.1.0',
    k6: '2.2.0',
    environment: 'local',
    target: { name: 'reference', version: '1.0.0' },
    machine: { os: 'Linux 6.1.0-27-amd64', cores: 2, memoryMb: 4096, cpu: 'Sample CPU' },
    load: { ...(profile !== undefined && { profile }), scale, workers, offered },
    series: compact(seriesOf(recorded)),
    ...more,
  };
}
