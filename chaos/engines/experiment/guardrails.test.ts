import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { environmentForTest } from '../../../fixtures/testing/suite-run.ts';
import { environmentSchema } from '../../../kernel/environment.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import { brokenGuardrails } from './guardrails.ts';
import { parseExperiment } from './parse-experiment.ts';
import { watchStopFile } from './stop-file.ts';

const experiment = parseExperiment({
  hypothesis: 'A test.',
  faults: [
    { fault: 'blackout', link: 'api-postgres' },
    { fault: 'process-kill', process: 'worker' },
  ],
  load: { script: './load.k6.ts' },
  phasesMs: { before: 1, during: 5000, after: 1 },
  recoveryWithinMs: 1,
  probe: { url: 'api', path: '/', during: { status: 200, withinMs: 1 } },
});

/** In Zurich it is Wednesday, 23:30. */
const NOW = new Date('2026-01-14T22:30:00Z');
function broken(guardrails: object, more: object = {}): readonly string[] {
  const environment = environmentSchema.parse({ ...environmentForTest(), ...more, guardrails });
  return brokenGuardrails(experiment, environment, NOW);
}

test('without rules, and within them, nothing is broken', () => {
  expect(brokenGuardrails(experiment, environmentForTest(), NOW)).toEqual([]);
  expect(
    broken({ faults: ['blackout', 'process-kill'], links: ['api-postgres'], processes: ['worker', 'web'] }),
  ).toEqual([]);
});

test.each<[string, object, string]>([
  ['faults', { faults: ['latency'] }, 'guardrails.faults does not have blackout; it has: latency'],
  ['links', { links: ['web-api'] }, 'guardrails.links does not have api-postgres; it has: web-api'],
  ['processes', { processes: [] }, 'guardrails.processes does not have worker; it has: none'],
])('%s that are not listed are told with the rule, and what it allows', (_, rules, said) => {
  expect(broken(rules)).toContain(said);
});

test('a link that the environment does not have is told before anything starts', () => {
  const links = { control: 'http://t.test', each: { 'api-redis': { listen: 'a:1', protocol: 'redis' } } };
  expect(broken({}, { links })).toEqual(['links.each does not have api-postgres; it has: api-redis']);
});

test.each<[object, boolean]>([
  [{ from: '23:00', until: '23:59' }, true],
  [{ from: '09:00', until: '17:00' }, false],
  // Past midnight, into the day after.
  [{ from: '22:00', until: '05:00' }, true],
  [{ from: '23:45', until: '05:00' }, false],
  [{ from: '23:00', until: '23:59', days: ['Wed'] }, true],
  [{ from: '23:00', until: '23:59', days: ['Thu'] }, false],
  // What began on Tuesday ends on Wednesday, at 23:40.
  [{ from: '23:50', until: '23:40', days: ['Tue'] }, true],
  [{ from: '23:50', until: '23:40', days: ['Wed'] }, false],
])('hours %j hold on Wednesday at half past eleven: %s', (hours, within) => {
  const said = broken({ hours: { zone: 'Europe/Zurich', ...hours } });
  expect(said).toHaveLength(within ? 0 : 1);
  if (!within)
    expect(said[0]).toMatch(/^guardrails\.hours: it is Wed 23:30; faults may begin .* \(Europe\/Zurich\)$/);
});

test('hours are of a time zone that there is', () => {
  expect(() => broken({ hours: { from: '00:00', until: '12:00', zone: 'Moon/Sea' } })).toThrow(
    'no time zone',
  );
});

test('while the stop file is there nothing begins, and what has begun ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stop-'));
  const stopFile = join(folder, 'stop');
  expect(broken({ stopFile })).toEqual([]);
  const watch = watchStopFile(stopFile);
  expect(watch.signal.aborted).toBe(false);
  writeFileSync(stopFile, '');
  await expect.poll(() => watch.signal.aborted).toBe(true);
  watch.end();
  expect(watch.signal.reason).toBeInstanceOf(SuiteError);
  expect(String(watch.signal.reason)).toContain(`${stopFile} (guardrails.stopFile)`);
  expect(broken({ stopFile })).toEqual([
    `guardrails.stopFile: ${stopFile} is there; remove it when experiments may go on`,
  ]);
  rmSync(folder, { recursive: true });
});
