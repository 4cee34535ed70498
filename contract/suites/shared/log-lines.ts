import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';

const line = z.looseObject({
  level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']),
  time: z.iso.datetime(),
  part: z.string(),
  msg: z.string(),
});
export type LogLine = z.infer<typeof line>;

/** The lines of a log; the last one only when it is whole; those that are `wanted`. Throws for one that is no JSON with what every line has. */
export function linesIn(text: string, wanted = (one: string) => one !== ''): readonly LogLine[] {
  return text
    .split('\n')
    .slice(0, -1)
    .filter(wanted)
    .map((one) => {
      try {
        return line.parse(JSON.parse(one));
      } catch (error) {
        throw new Error(
          `expected a line of JSON with level, time, part and msg; the log has ${one.slice(0, 300)}`,
          { cause: error },
        );
      }
    });
}

/** What a part of the target has logged so far, or from that byte on. */
export function logOf(part: string, from = 0): string {
  return readFileSync(fileOf(part)).subarray(from).toString();
}

/** How many bytes it has logged so far. */
export const sizeOf = (part: string): number => statSync(fileOf(part)).size;

function fileOf(part: string): string {
  const file = binding().logs.find((path) => basename(path) === `${part}.log`);
  if (file === undefined)
    throw new Error(
      `TARGET_LOGS names no log of the part ${part}: this target does not show it; \`./harness target up\` shows those of its own`,
    );
  return file;
}
