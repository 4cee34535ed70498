import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readTold } from './told.ts';

// Recorded of schemathesis 4.32.5, shortened.
const BEGIN = { Initialize: { command: 'st', schemathesis_version: '4.32.5', seed: 7 } };
const END = {
  EngineFinished: { id: '1', timestamp: 1, running_time: 1, stop_reason: 'completed', payload: {} },
};
const interaction = {
  request: { method: 'GET', uri: 'http://127.0.0.1:1/runs', headers: { Accept: ['*/*'] } },
  response: { status_code: 500, headers: {}, content: { $base64: '' } },
  timestamp: 1,
};
const failing = {
  ScenarioFinished: {
    ...{ id: '1', suite_id: '2', phase: 'coverage', status: 'failure', elapsed_time: 1, is_final: false },
    recorder: {
      label: 'GET /runs',
      cases: { a: { value: { method: 'GET' } } },
      checks: {
        a: [
          { name: 'status_code_conformance', status: 'success' },
          {
            name: 'not_a_server_error',
            status: 'failure',
            failure_info: {
              failure: {
                ...{ type: 'ServerError', code: 'ST101', operation: 'GET /runs', title: 'Server error' },
                ...{
                  message: "It's secret\nSchema at /properties/a:\n\n  - body: violates `x`\nmore",
                  case_id: null,
                },
              },
            },
          },
        ],
      },
      interactions: { a: interaction },
    },
  },
};
const skipped = {
  ScenarioFinished: { phase: 'examples', status: 'skip', recorder: { label: 'POST /runs' } },
};
const unable = {
  NonFatalError: {
    ...{ phase: 'fuzzing', label: 'POST /runs', related_to_operation: true },
    value: { type: 'UnsupportedRegexPattern', message: 'Failed to generate\nmore' },
  },
};
const fatal = { FatalError: { id: '1', timestamp: 1, exception: { type: 'X' } } };

function told(...events: readonly (object | string)[]) {
  const folder = mkdtempSync(join(tmpdir(), 'told-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'events.ndjson');
  const lines = events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event)));
  writeFileSync(file, `${lines.join('\n\n')}\n`);
  return readTold(file);
}

test('tells each failure once, what could not be tried, and how much was asked', async () => {
  const all = await told(BEGIN, { PhaseStarted: {} }, skipped, failing, failing, unable, unable, END);
  expect(all.failures).toEqual([
    {
      ...{
        check: 'not_a_server_error',
        operation: 'GET /runs',
        status: 500,
        message: 'Server error Schema at /properties/a - body: violates `x`',
      },
      request: interaction.request,
    },
  ]);
  expect(all.passedOver).toEqual(['fuzzing of POST /runs: Failed to generate']);
  expect(all.cases).toBe(2);
  expect(all.asked.get('status_code_conformance')).toBe(2);
  expect(all.stopped).toBe('completed');
});

test.each([
  ['that end early', [BEGIN, failing]],
  ['of a tool that broke', [BEGIN, fatal, END]],
  ['that were cut off', [BEGIN, '{"ScenarioFin', END]],
  ['of another shape', [{ ScenarioFinished: { recorder: {} } }, END]],
  [
    'of a failure that says nothing',
    [
      {
        ScenarioFinished: {
          ...failing.ScenarioFinished,
          recorder: { ...failing.ScenarioFinished.recorder, interactions: {} },
        },
      },
      END,
    ],
  ],
  ['of which there are none', []],
])('events %s tell nothing', async (_, events) => {
  await expect(told(...events)).rejects.toThrow(/what schemathesis wrote down says nothing/);
});
