import { expect, test } from 'vitest';
import { namedIn } from './named-in.ts';

const IDS = ['alerts-oldest-first'];

test.each(['// alerts-oldest-first', "test('Alerts-oldest-first')", 'a\nb "alerts-oldest-first".'])(
  'a text that names a defect is told with its line: %j',
  (text) => {
    const [problem] = namedIn('e2e/x.spec.ts', text, IDS);
    expect(problem).toContain(`e2e/x.spec.ts:${text.split('\n').length}: names the planted defect`);
  },
);

test.each(['alerts-oldest-first-of-all', 'the-alerts-oldest-first', 'alerts oldest first', ''])(
  'only the whole id counts: %j',
  (text) => expect(namedIn('x.ts', text, IDS)).toEqual([]),
);
