import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceOf } from '../../../fixtures/environments/source-of.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { ConfigError, messageOf, SuiteError } from '../../../kernel/errors.ts';
import type { FoundTool } from '../../../kernel/tool.ts';
import { isAverage } from './change-expression.ts';
import { changedRules } from './change-rule.ts';
import type { PromtoolOptions } from './options.ts';
import { differences } from './differences.ts';
import { promtoolIn, type Promtool } from './promtool-run.ts';
import { unheard } from './unheard.ts';
import {
  type Alert,
  alertsOf,
  firedIn,
  replaced,
  type RuleFile,
  rulesIn,
} from '../../observability/rules.ts';

type Run = SuiteRun<PromtoolOptions, 'source'>;

/** Fails the requirement, whichever alert it is, and proves nothing of it. */
const WHOLE = ['OBS-02'];

/** Everything that there is to say of a product's alert rules while nothing runs, a check each. */
export async function proveRules(run: Run, tool: FoundTool): Promise<void> {
  const folder = await copyOf(run);
  const { config, rules, tests, alerts } = run.options;
  const promtool = promtoolIn(run, tool.path, folder);
  await mustRefuse(promtool, folder);
  const check = checking(run);
  await check(`${config} is valid`, ['OBS-01/prometheus-yml'], () =>
    problemOf(promtool('check', 'config', '--syntax-only', config)),
  );
  const isValid = await check(`${rules} is valid`, ['OBS-01/alerts-yml'], () =>
    problemOf(promtool('check', 'rules', '--lint=all', '--lint-fatal', rules)),
  );
  if (!isValid) return;
  const file = rulesIn(await readFile(join(folder, rules), 'utf8'));
  await check(`${config} loads ${rules}, and tells an Alertmanager`, ['OBS-01'], async () =>
    listed('', unheard(await readFile(join(folder, config), 'utf8'), rules, file), '; '),
  );
  const all = alertsOf(file);
  const fired = firedIn(await readFile(join(folder, tests), 'utf8'));
  const arePassing = await check(`the unit tests of ${rules} pass`, WHOLE, () =>
    problemOf(promtool('test', 'rules', tests)),
  );
  const there = all.map(({ alert }) => alert);
  await check('each alert that must be there is there', WHOLE, () =>
    listed(
      'there is no',
      Object.keys(alerts).filter((name) => !there.includes(name)),
    ),
  );
  await check('no other alert is there, and none twice', WHOLE, () =>
    listed(
      'there is',
      there.filter((name, at) => alerts[name] === undefined || there.indexOf(name) < at),
    ),
  );
  for (const alert of all)
    await check(
      `${alert.alert} is when, after how long and how severe it must be, and says what to do`,
      WHOLE,
      () => listed('', differences(alert, alerts[alert.alert], all), '; '),
    );
  await check('each alert is fired by a test', WHOLE, () =>
    listed(
      'no test fires',
      there.filter((name) => !fired.has(name)),
    ),
  );
  await check('no alert takes an average for a quantile', WHOLE, () =>
    listed(
      'it does:',
      all.filter(({ expr }) => isAverage(expr)).map(({ alert }) => alert),
    ),
  );
  // A test that fails anyway would notice every change.
  if (arePassing) await changeEach(run, { promtool, folder, file, all });
}

interface Changing {
  readonly promtool: Promtool;
  readonly folder: string;
  readonly file: RuleFile;
  readonly all: readonly Alert[];
}

/** Changes one thing of a rule after the other; each change must fail a test. */
async function changeEach(run: Run, { promtool, folder, file, all }: Changing): Promise<void> {
  const { rules, tests, alerts } = run.options;
  const check = checking(run);
  let made = 0;
  let survived = 0;
  for (const alert of all)
    await check(
      `a test notices each change of ${alert.alert}`,
      alerts[alert.alert]?.proves ?? [],
      async () => {
        const survivors: string[] = [];
        const changes = changedRules(alert);
        for (const { rule, what } of changes) {
          await writeFile(join(folder, rules), replaced(file, alert, rule));
          if ((await promtool('test', 'rules', tests)).code === 0) survivors.push(what);
        }
        made += changes.length;
        survived += survivors.length;
        if (changes.length === 0) return 'there is nothing in it that could be changed';
        return listed(`${survivors.length} of ${changes.length} that no test notices:`, survivors, '; ');
      },
    );
  run.recorder.metric({ name: 'changes.made', value: made, unit: 'changes', samples: made });
  run.recorder.metric({ name: 'changes.survived', value: survived, unit: 'changes', samples: made });
}

/** Tells what is wrong; undefined where nothing is. */
type Look = () => string | undefined | Promise<string | undefined>;

function checking({ recorder }: Run) {
  return async (id: string, proves: readonly string[], look: Look): Promise<boolean> => {
    const startedMs = performance.now();
    const problem = await look();
    recorder.check({
      id,
      outcome: problem === undefined ? 'passed' : 'failed',
      ...(problem !== undefined && { detail: problem }),
      durationMs: performance.now() - startedMs,
      proves: [...proves],
    });
    return problem === undefined;
  };
}

async function problemOf(ran: ReturnType<Promtool>): Promise<string | undefined> {
  const { code, said } = await ran;
  return code === 0 ? undefined : said;
}

function listed(words: string, names: readonly string[], separator = ', '): string | undefined {
  return names.length === 0 ? undefined : `${words} ${names.join(separator)}`.trim();
}

const PLANTED = {
  rule: 'groups: [{ name: canary, rules: [{ alert: Canary, expr: "up = 0" }] }]',
  test: [
    'rule_files: [canary.yml]',
    'tests: [{ input_series: [{ series: up, values: "0x9" }], alert_rule_test:',
    '  [{ eval_time: 1m, alertname: Canary, exp_alerts: [] }] }]',
  ].join('\n'),
};

/** What is wrong on purpose must be refused, and what is right must not: else nothing that promtool says is believed. */
async function mustRefuse(promtool: Promtool, folder: string): Promise<void> {
  const put = (name: string, text: string) => writeFile(join(folder, name), text);
  await put('canary.yml', PLANTED.rule);
  await put('canary.test.yml', PLANTED.test);
  const wrong = await promtool('check', 'rules', 'canary.yml');
  await put('canary.yml', PLANTED.rule.replace('up = 0', 'up == 0'));
  const right = await promtool('check', 'rules', 'canary.yml');
  const fired = await promtool('test', 'rules', 'canary.test.yml');
  await put('canary.yml', PLANTED.rule.replace('up = 0', 'up == 1'));
  const silent = await promtool('test', 'rules', 'canary.test.yml');
  if (wrong.code === 0 || right.code !== 0 || fired.code === 0 || silent.code !== 0)
    throw new SuiteError({
      what: `promtool does not tell a wrong rule or test from a right one: ${[wrong, right, fired, silent].map(({ code }) => code).join(', ')}.`,
      fix: `name another promtool by HARNESS_PROMTOOL. It said: ${right.said || silent.said || 'nothing'}`,
    });
}

/** A copy that may be changed. */
async function copyOf({ environment, options, work }: Run): Promise<string> {
  const source = sourceOf(environment, process.env);
  if (source === undefined || !('folder' in source))
    throw new ConfigError(`the environment ${environment.name} has no \`source\` that is there`);
  const from = join(source.folder, options.folder);
  const folder = await mkdtemp(join(work, 'rules-'));
  for (const name of [options.config, options.rules, options.tests])
    await cp(join(from, name), join(folder, name)).catch((error: unknown) => {
      throw new ConfigError({
        what: `${join(options.folder, name)} of the source cannot be read: ${messageOf(error)}.`,
        fix: 'let the options of the suite name the files that are there.',
      });
    });
  return folder;
}
