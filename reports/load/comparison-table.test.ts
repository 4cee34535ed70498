import { describe, expect, it } from 'vitest';
import { comparisonSchema } from './comparison.ts';
import { buildModel } from '../model/model.ts';
import { summaryMarkdown } from '../text/summary.ts';
import { loadRun, sampleComparison } from '../testing/load-run.ts';
import { comparisonLine, comparisonOf } from './comparison-table.ts';

const comparison = comparisonSchema.parse(sampleComparison());

describe('a comparison with a baseline', () => {
  const table = comparisonOf(comparison, 'load/stress');

  it('says with which, and what differs', () => {
    expect(table?.said).toBe(
      'Against main at 9be41c7d02, 20 Nov 2026, 03:12 UTC (main: this branch has none; run 20261120_0312_main_9be41c7_77aa)',
    );
    expect(table?.despite).toEqual(['cores: 4 before, 2 now']);
  });

  it('shows what got worse first, then what decides, then the rest', () => {
    expect(table?.rows.map(({ measure, verdict }) => [measure, verdict])).toEqual([
      ['p95, all requests', 'worse'],
      ['p50, all requests', 'alike'],
      ['errors, all requests', 'alike'],
      ['throughput, all requests', 'alike'],
      ['p95, api:uploads', 'alike'],
      ['api.memory_bytes', 'worse'],
      ['p95, web:dashboard', 'unknown'],
    ]);
  });

  it('says changes in percent, of shares in points, and what is not known', () => {
    const row = (measure: string) => table?.rows.find((one) => one.measure === measure);
    expect(row('p95, all requests')).toMatchObject({
      before: '151 ms',
      after: '212 ms',
      change: '+40 %',
      p: '< 0.001',
    });
    expect(row('errors, all requests')).toMatchObject({
      before: '0.02 %',
      change: '+0.39 points',
      p: '0.030',
    });
    expect(row('throughput, all requests')).toMatchObject({ change: '−2 %' });
    expect(row('p95, web:dashboard')).toMatchObject({ before: 'not known', change: 'not known', p: '–' });
  });

  it('says why nothing was compared', () => {
    expect(comparisonOf(comparison, 'load/knee')?.said).toMatch(/^Not compared: main has no baseline/);
    expect(comparisonOf(comparison, 'load/other')).toBeUndefined();
    expect(comparisonOf(undefined, 'load/stress')).toBeUndefined();
  });

  it('is one line of a summary', () => {
    const [stress, knee] = comparison.suites;
    if (stress === undefined || knee === undefined) throw new Error('the sample has both');
    expect(comparisonLine(stress)).toBe('load/stress: worse than main of 20 Nov: p95, all requests +40 %');
    expect(comparisonLine({ ...stress, verdict: 'pass' })).toBe('load/stress: not worse than main of 20 Nov');
    expect(comparisonLine({ ...stress, verdict: 'unknown', reason: 'too few windows' })).toBe(
      'load/stress: compared with main of 20 Nov without an answer: too few windows',
    );
    expect(comparisonLine(knee)).toMatch(/^load\/knee: not compared: /);
    const text = summaryMarkdown(buildModel(loadRun()));
    expect(text).toContain('### Compared with the baseline\n\n- load/stress: worse than main of 20 Nov');
    expect(summaryMarkdown(buildModel({ ...loadRun(), comparison: undefined }))).not.toContain(
      '### Compared',
    );
  });
});
