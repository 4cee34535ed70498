import { messageOf } from '../../../../kernel/errors.ts';
import type { Row } from '../samples/csv-rows.ts';
import { EXPORT_TAG } from './export-record.ts';
import { openSamples } from './sample-file.ts';

/** What a whole file of samples says of itself. */
export interface Identity {
  readonly file: string;
  /** The export's id; empty where its samples carry none. */
  readonly export: string;
  /** The runner's number, from 1. */
  readonly instance: number;
}

/** Reads a file to its end. Its identity, or a sentence why it cannot be used. */
export async function identify(file: string): Promise<Identity | string> {
  const samples = openSamples(file);
  let first: Row | undefined;
  let foreign: Row | undefined;
  try {
    for (let rows = await samples.next(); rows !== undefined; rows = await samples.next()) {
      first ??= rows[0];
      foreign ??= rows.find((row) => first !== undefined && marksOf(row) !== marksOf(first));
    }
  } catch (error) {
    return `${file} was cut, or is no gzip file (${messageOf(error)}): its runner was killed, or it was copied before the end`;
  }
  if (samples.malformed > 0) return `${file}: ${samples.malformed} lines are no samples`;
  if (first === undefined) return `${file} holds no sample: there is no telling which runner wrote it`;
  if (foreign !== undefined)
    return `${file} mixes samples of two runners: ${marksOf(first)} and ${marksOf(foreign)}`;
  return identityOf(file, first);
}

function identityOf(file: string, row: Row): Identity | string {
  const instance = row.tag('instance_id');
  if (!/^[1-9]\d*$/.test(instance))
    return `${file}: its samples carry no tag instance_id, which k6-operator gives to each runner`;
  return { file, export: row.tag(EXPORT_TAG), instance: Number(instance) };
}

function marksOf(row: Row): string {
  return `instance_id=${row.tag('instance_id')} ${EXPORT_TAG}=${row.tag(EXPORT_TAG)}`;
}
