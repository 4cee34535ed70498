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

/** A file's identity, or the sentence that says why it cannot be used. */
export type Identified = { readonly identity: Identity } | { readonly problem: string };

/** Reads a file to its end. */
export async function identify(file: string): Promise<Identified> {
  const samples = openSamples(file);
  let first: Row | undefined;
  let foreign: Row | undefined;
  try {
    for (let rows = await samples.next(); rows !== undefined; rows = await samples.next()) {
      first ??= rows[0];
      foreign ??= rows.find((row) => first !== undefined && marksOf(row) !== marksOf(first));
    }
  } catch (error) {
    const cut = `${file} was cut, or is no gzip file (${messageOf(error)})`;
    return { problem: `${cut}: its runner was killed, or it was copied before the end` };
  }
  if (samples.malformed > 0) return { problem: `${file}: ${samples.malformed} lines are no samples` };
  if (first === undefined)
    return { problem: `${file} holds no sample: there is no telling which runner wrote it` };
  if (foreign !== undefined)
    return { problem: `${file} mixes samples of two runners: ${marksOf(first)} and ${marksOf(foreign)}` };
  return identityOf(file, first);
}

function identityOf(file: string, row: Row): Identified {
  const instance = row.tag('instance_id');
  if (!/^[1-9]\d*$/.test(instance))
    return {
      problem: `${file}: its samples carry no tag instance_id, which k6-operator gives to each runner`,
    };
  return { identity: { file, export: row.tag(EXPORT_TAG), instance: Number(instance) } };
}

function marksOf(row: Row): string {
  return `instance_id=${row.tag('instance_id')} ${EXPORT_TAG}=${row.tag(EXPORT_TAG)}`;
}
