import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { collect, type Outcome } from './collect.ts';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'collect-'))));
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text = file): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
const read = (file: string) => readFileSync(join(root, 'out', file), 'utf8');

function run(id: string): Outcome['runs'][number] {
  write(`evidence/runs/${id}/run.json`);
  for (const suite of ['sast', 'more']) write(`evidence/runs/${id}/security/static/${suite}/semgrep.sarif`);
  for (const file of ['index.html', 'summary.md', 'junit.xml', 'allure/index.html'])
    write(`reports/runs/${id}/${file}`);
  return { id, folder: join(root, 'evidence/runs', id), run: undefined, problem: undefined };
}
const gathered = (code: number, ...runs: Outcome['runs']) =>
  collect(
    { job: 'pr', title: 'the stage pr', code, runs },
    { reports: join(root, 'reports'), folder: join(root, 'out') },
  );

it('what a run left stands where a service looks for it', () => {
  const summary = gathered(2, run('a'));
  expect(summary).toContain('✗ pr: the stage pr (exit 2)');
  expect(summary).toContain('reports/runs/a/summary.md');
  expect(read('summary.md')).toBe(summary);
  expect(read('junit.xml')).toBe('reports/runs/a/junit.xml');
  for (const suite of ['sast', 'more'])
    expect(read(`sarif/security-static-${suite}-semgrep.sarif`)).toContain(`/${suite}/`);
  expect(read('evidence/a/run.json')).toContain('run.json');
  expect(read('runs/a/index.html')).toContain('index.html');
  expect(read('allure/a/index.html')).toContain('allure');
  expect(existsSync(join(root, 'out/runs/a/allure'))).toBe(false);
});

it('of two runs neither hides the other', () => {
  gathered(0, run('a'), run('b'));
  for (const id of ['a', 'b']) {
    expect(read(`junit-${id}.xml`)).toContain(`runs/${id}/`);
    expect(read(`sarif/${id}-security-static-sast-semgrep.sarif`)).toContain(`runs/${id}/`);
  }
});

it('a job that made no run, and a run without a summary, say so', () => {
  expect(gathered(254)).toContain('there is no evidence of it');
  write('evidence/runs/c/run.json');
  const lost = { id: 'c', folder: join(root, 'evidence/runs/c'), run: undefined, problem: 'it is torn' };
  expect(gathered(2, lost)).toContain('c: there is no summary, and its run.json cannot be read');
});
