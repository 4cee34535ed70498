import { describe, expect, it } from 'vitest';
import { endpointsOf } from './endpoints.ts';
import { suiteOf } from '../testing/sample-suite.ts';

describe('endpoints', () => {
  it('are a table of the metrics that name one, slowest first', () => {
    const { columns, rows } = endpointsOf(suiteOf('fail', 'load/peak'));
    expect(columns).toEqual(['Requests', 'Rate', 'p95']);
    expect(rows.map(({ name, values }) => [name, ...values])).toEqual([
      ['POST /api/uploads', '2,044', '17/s', '913 ms'],
      ['GET /api/alerts', '8,120', '67.7/s', '118 ms'],
    ]);
  });
});
