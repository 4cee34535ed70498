import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '../../kernel/errors.ts';
import k6Engine from '../../load/engines/k6/k6.engine.ts';
import type { ExportRecord } from '../../load/engines/k6/pods/export-record.ts';
import { preparePlan } from '../run/prepare-plan.ts';
import { runCommand } from '../run/run-command.ts';
import { onlyLoadOf } from './export-command.ts';
import { recordedTarget } from './recorded-target.ts';

export interface ImportOptions {
  readonly export?: string;
  readonly json?: boolean;
  readonly result?: string;
  readonly allure: boolean;
}

/** `./harness load import`: a run whose load was made elsewhere. Throws a ConfigError unless each runner's samples are there, whole and once. */
export async function importCommand(paths: readonly string[], options: ImportOptions): Promise<number> {
  const { readExportRecord } = await import('../../load/engines/k6/pods/export-record.ts');
  const { collect, sampleFiles } = await import('../../load/engines/k6/pods/collect.ts');
  const exportFile = resolve(options.export ?? exportIn(paths));
  const record = readExportRecord(exportFile);
  const where = {
    ...(record.env && { env: record.env }),
    ...(record.baseUrl && { baseUrl: record.baseUrl }),
  };
  await refuseOtherScript(record, where);
  const { streams, problems } = await collect(sampleFiles(paths.map((path) => resolve(path))), record);
  if (problems.length > 0) throw new ConfigError(problems);
  const { id, parallelism, chosen } = record;
  const scale = chosen && { timeScale: chosen.scale.time, rateScale: chosen.scale.rate };
  const load = {
    ...(chosen && { profile: chosen.name }),
    ...scale,
    workers: parallelism,
    recorded: { export: exportFile, id, streams: [...streams] },
  };
  const { allure, json, result } = options;
  const output = { allure, ...(json !== undefined && { json }), ...(result !== undefined && { result }) };
  return runCommand({
    names: [record.what],
    options: { ...where, ...output, tag: [], install: true },
    special: {
      command: `./harness load import ${paths.join(' ')} --export ${exportFile}`,
      // Nobody may take this machine for the one that made the load.
      facts: { machine: { os: `elsewhere: ${parallelism} k6 runners`, cores: 0, memoryMb: 0 } },
      load,
      around: ({ target }) => ({ target: recordedTarget(target, record) }),
    },
  });
}

function exportIn(paths: readonly string[]): string {
  const found = paths
    .filter((path) => existsSync(path) && statSync(path).isDirectory())
    .map((folder) => join(folder, 'export.json'))
    .find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new ConfigError(
    `${paths.join(' ')}: there is no export.json beside the samples; name the one that they were exported with: --export <file>`,
  );
}

/** Samples of one script say nothing of another. */
async function refuseOtherScript(
  record: ExportRecord,
  where: Pick<ExportRecord, 'env' | 'baseUrl'>,
): Promise<void> {
  const { exportedScript } = await import('../../load/engines/k6/pods/exported-script.ts');
  const { env, baseUrl } = where;
  const selection = { ...(env && { env }), ...(baseUrl && { baseUrl }), tag: [] };
  const planned = onlyLoadOf(await preparePlan([record.what], selection), record.what);
  const { script } = k6Engine.parse(planned.options, planned.folder);
  const { sha256 } = await exportedScript(script);
  if (sha256 === record.script.sha256) return;
  const commit = record.commit === undefined ? '' : `, at commit ${record.commit}`;
  throw new ConfigError({
    what: `${script} is not what was exported on ${record.exportedAt}${commit}.`,
    fix: 'import with the checkout that exported it.',
  });
}
