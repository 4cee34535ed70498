import { closeSync, existsSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import { z } from 'zod';
import { definePublisher } from '../../kernel/publisher.ts';

const optionsSchema = z.strictObject({
  file: z
    .string()
    .refine(isAbsolute, "an absolute path, such as join(import.meta.dirname, '../ledger.ndjson')")
    .refine((file) => isFolder(dirname(file)), 'the folder of that file must exist')
    .describe('The ledger, absolute; its folder must be there.'),
});

/**
 * Notes each run and its digest in a file of its own, a JSON line each: best where whoever can change the evidence cannot write.
 * What the ledger names, `./harness evidence verify <run> --digest <digest>` holds the evidence to.
 */
export default definePublisher({
  name: 'ledger',
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  publish({ id, verdict, digest, startedAt, environment, stage }, { file }) {
    const said = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (said.split('\n').some((line) => names(line, id, digest)))
      return Promise.resolve(`stood in ${file} already`);
    const line = JSON.stringify({ run: id, digest, verdict, startedAt, environment, stage });
    // Behind half a line that a kill left.
    append(file, `${said === '' || said.endsWith('\n') ? '' : '\n'}${line}\n`);
    return Promise.resolve(`noted in ${file}`);
  },
});

function names(line: string, id: string, digest: string): boolean {
  try {
    const noted = JSON.parse(line) as { run?: unknown; digest?: unknown } | null;
    return noted?.run === id && noted.digest === digest;
  } catch {
    return false;
  }
}

/** In one write, so that lines of two runs do not mix; on the disk when it returns. */
function append(file: string, text: string): void {
  const fd = openSync(file, 'a', 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
