import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedStream } from '../../../../kernel/load-settings.ts';
import type { ExportRecord } from './export-record.ts';
import { identify, type Identified, type Identity } from './identify.ts';

const SAMPLES = '.csv.gz';

/** The files of samples that are meant: those named, and those within a folder that is named. */
export function sampleFiles(paths: readonly string[]): readonly string[] {
  const files = paths.flatMap((path) =>
    existsSync(path) && statSync(path).isDirectory()
      ? readdirSync(path)
          .filter((name) => name.endsWith(SAMPLES))
          .sort()
          .map((name) => join(path, name))
      : [path],
  );
  // `load import results/*` names the logs as well; they are found by the samples' names.
  return files.filter((file) => !/\.(ndjson|json)$/.test(file));
}

/** Whether files are all there is of an export, each runner's once: the streams in order, or everything that is wrong. */
export async function collect(
  files: readonly string[],
  record: Pick<ExportRecord, 'id' | 'parallelism'>,
): Promise<{ readonly streams: readonly RecordedStream[]; readonly problems: readonly string[] }> {
  const missing = files.filter((file) => !existsSync(file)).map((file) => `${file} does not exist`);
  const found: Identified[] = [];
  for (const file of files.filter((one) => existsSync(one))) found.push(await identify(file));
  const identities = found.flatMap((one) => ('identity' in one ? [one.identity] : []));
  const problems = [
    ...missing,
    ...found.flatMap((one) => ('problem' in one ? [one.problem] : [])),
    ...identities.flatMap((one) => foreign(one, record)),
    ...incomplete(identities, record),
  ];
  const streams = identities
    .map(({ instance, file }) => ({ instance, samples: file, ...logOf(file) }))
    .sort((a, b) => a.instance - b.instance);
  return { streams, problems };
}

function foreign({ file, export: id, instance }: Identity, record: { id: string; parallelism: number }) {
  if (id !== record.id)
    return [`${file} belongs to ${id === '' ? 'no export' : `export ${id}`}, not to export ${record.id}`];
  return instance > record.parallelism
    ? [`${file} is of runner ${instance}, and the export has ${record.parallelism}`]
    : [];
}

function incomplete(
  identities: readonly Identity[],
  { id, parallelism }: Pick<ExportRecord, 'id' | 'parallelism'>,
): readonly string[] {
  const own = identities.filter((one) => one.export === id);
  return Array.from({ length: parallelism }, (_, index) => index + 1).flatMap((instance) => {
    const files = own.filter((one) => one.instance === instance).map(({ file }) => file);
    const segment = `runner ${instance} of ${parallelism} (segment ${instance - 1}/${parallelism}:${instance}/${parallelism})`;
    if (files.length === 0) return [`${segment} is missing: its samples are in none of the files`];
    return files.length > 1 ? [`${segment} is there more than once: ${files.join(', ')}`] : [];
  });
}

/** It lies beside the samples, by the same name. */
function logOf(file: string): { log?: string } {
  const log = `${file.slice(0, -SAMPLES.length)}.log.ndjson`;
  return file.endsWith(SAMPLES) && existsSync(log) ? { log } : {};
}
