import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestResult } from 'allure-js-commons';
import { FileSystemWriter } from 'allure-js-commons/sdk/reporter';
import { printableLines } from '../../kernel/printable.ts';
import { labelsOf } from './allure-results.ts';
import type { CaseGroup } from '../model/cases.ts';

const PLACES = new Set(['parentSuite', 'suite', 'subSuite', 'owner', 'framework']);

/**
 * Takes over the results that allure-playwright wrote, with their steps and attachments, placed in the tree as all others
 * are. False when there are none, or when they do not tell of exactly the suite's checks (a killed run): then nothing was
 * taken over.
 */
export async function takeOver(from: string, into: string, group: CaseGroup): Promise<boolean> {
  const names = await readdir(from).catch(() => []);
  const results = await Promise.all(
    names.filter((name) => name.endsWith('-result.json')).map((name) => readResult(join(from, name))),
  );
  const known = results.filter((result) => result !== undefined);
  const tests = new Set(known.map((result) => result.historyId ?? result.uuid));
  if (known.length < results.length || tests.size === 0 || tests.size !== group.suite?.checks.length)
    return false;
  const others = names.filter((name) => !name.endsWith('.json') || name.endsWith('-attachment.json'));
  await Promise.all(others.map((name) => copyFile(join(from, name), join(into, name))));
  const writer = new FileSystemWriter({ resultsDir: into });
  for (const result of known) writer.writeResult(placed(result, group));
  return true;
}

async function readResult(file: string): Promise<TestResult | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'), shownValue) as TestResult;
  } catch {
    return undefined;
  }
}

/** Names and messages become printable; times whole milliseconds, as Allure's page wants them. */
function shownValue(key: string, value: unknown): unknown {
  if (typeof value === 'string') return printableLines(value);
  return (key === 'start' || key === 'stop') && typeof value === 'number' ? Math.round(value) : value;
}

function placed(result: TestResult, group: CaseGroup): TestResult {
  const file = result.labels.find((label) => label.name === 'suite')?.value;
  const kept = result.labels.filter((label) => !PLACES.has(label.name));
  return { ...result, labels: [...kept, ...labelsOf(group, file)] };
}
