import { expect, it } from 'vitest';
import { historyWhere, provenBy } from './promises.ts';

it('where the API answers, what is said to be kept was asked for and answered under the fault', () => {
  const needed = (answers: boolean) =>
    historyWhere({ answers, streams: false }).flatMap(({ check, of, answeredUnderFault = 0 }) =>
      answeredUnderFault > 0 ? [`${check} ${of}`] : [],
    );
  expect(needed(true)).toEqual(
    expect.arrayContaining(['kept workflows', 'kept runs', 'settled runs', 'register values']),
  );
  expect(needed(false)).toEqual([]);
});

it('what a fault cannot show is checked, may fail its requirement, and is not proven', () => {
  const shown = historyWhere({ answers: false, streams: false });
  const unshown = historyWhere({ answers: false, streams: false, unshown: ['RES-04/jobs-kept'] });
  expect(provenBy(shown)).toContain('RES-04/jobs-kept');
  expect(provenBy(unshown)).not.toContain('RES-04/jobs-kept');
  expect(unshown).toHaveLength(shown.length);
  expect(unshown.find(({ check }) => check === 'settled')?.proves).toEqual(['RES-04']);
});

it('where nobody listens, nothing is said of what is told in streams', () => {
  const ofEvents = (streams: boolean | 'none') =>
    historyWhere({ answers: true, streams }).filter(({ of }) => of === 'events');
  expect(ofEvents(false).map(({ check }) => check)).toEqual(['unbroken', 'isolated']);
  expect(ofEvents('none')).toEqual([]);
});
