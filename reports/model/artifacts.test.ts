import { describe, expect, it } from 'vitest';
import { filesOf, filesOfCheck, roleOf } from './artifacts.ts';
import { changed, suiteOf } from '../testing/sample-suite.ts';

describe('files of the evidence', () => {
  it.each([
    ['a/1-screenshot.png', 'screenshot'],
    ['a/2-trace.zip', 'trace'],
    ['a/video.webm', 'video'],
    ['dashboard.html', 'page'],
    ['journal.ndjson', 'journal'],
    ['k6.log', 'log'],
    ['summary.json', 'file'],
  ])('%s is a %s', (path, role) => expect(roleOf(path)).toBe(role));

  it('always have the journal first, and leave out the inner parts of other reports', () => {
    const row = changed(suiteOf('pass', 'e2e/login'), {
      artifacts: [
        'allure-results/a-result.json',
        'playwright-report/data/a.png',
        'playwright-report/index.html',
      ].map((path) => ({ path, sha256: '' })),
    });
    expect(filesOf(row).map((file) => file.path)).toEqual([
      'e2e/e2e/login/journal.ndjson',
      'e2e/e2e/login/playwright-report/index.html',
    ]);
    expect(filesOf(suiteOf('fail', 'security/dependencies'))).toEqual([]);
  });

  it('of a check are those of its own folder only', () => {
    const row = suiteOf('fail', 'e2e/uploads');
    const [failed] = row.checks.filter((check) => check.outcome === 'failed');
    expect(filesOfCheck(row, failed?.id ?? '')).toHaveLength(3);
    expect(filesOfCheck(row, 'another › check')).toEqual([]);
  });
});
