import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError, messageOf } from '../../../../kernel/errors.ts';
import { inspectionSchema } from '../process/inspect.ts';
import { profileSchema } from '../profile/profile.ts';

/** The tag by which every sample says whose it is. */
export const EXPORT_TAG = 'export';

/** `export.json`: what was handed to the pods, so that their samples are judged by that and nothing else. No secrets. */
const exportRecordSchema = z.strictObject({
  format: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{8}$/),
  exportedAt: z.string(),
  harness: z.string(),
  /** The commit that it was exported from. */
  commit: z.string().optional(),
  /** The suite's name, or the absolute path of a plain script. */
  what: z.string().min(1),
  env: z.string().optional(),
  baseUrl: z.string().optional(),
  parallelism: z.number().int().min(1).max(64),
  /** SHA-256 of the script as it was exported, hexadecimal. */
  script: z.strictObject({ file: z.string(), sha256: z.string() }),
  /** What shapes the load, scaled, where it is not the script itself. */
  chosen: z
    .strictObject({
      name: z.string(),
      scale: z.strictObject({ time: z.number(), rate: z.number() }),
      profile: profileSchema,
    })
    .optional(),
  /** The options that the script declares when it is given what the pods are given. */
  inspection: inspectionSchema,
});
export type ExportRecord = z.infer<typeof exportRecordSchema>;

/** Throws a ConfigError that says what is wrong with the file. */
export function readExportRecord(file: string): ExportRecord {
  if (!existsSync(file))
    throw new ConfigError(`${file} does not exist; name the export.json of these results with --export`);
  try {
    return exportRecordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new ConfigError(`${file} is no export of this version: ${what}`);
  }
}
