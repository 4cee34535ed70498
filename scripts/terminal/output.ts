import pc from 'picocolors';
import { printableLines } from '../../kernel/printable.ts';
import { exitCodeOf } from '../../kernel/verdict.ts';
import { say } from '../../kernel/sentence.ts';

/**
 * The border to the terminal: from now on whatever this process prints, errors of Node's too, is printable, and nothing in it is
 * a command to a CI that reads the log. In JSON it changes no value. Only our own colours go through, where there are any.
 *
 * A reader that goes away (`… | head`, a closed terminal) ends nothing: the rest is said to nobody. Where output is lost for another
 * reason, as on a full disk, the exit code is never 0.
 */
export function guardOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = new Proxy(stream.write.bind(stream), {
      apply: (write, _self, [chunk, ...rest]: [string | Uint8Array, ...unknown[]]) =>
        Reflect.apply(write, stream, [shown(textOf(chunk)), ...rest]) as boolean,
    });
    stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (code !== 'EPIPE') noteLostOutput(message);
    });
  }
}

let isNoted = false;

function noteLostOutput(why: string): void {
  if (isNoted) return;
  isNoted = true;
  process.once('exit', (code) => {
    if (code === 0) process.exitCode = exitCodeOf('unknown');
    const what = `harness: output was lost: ${why}.`;
    console.error(say({ what, fix: 'make room where it is written, and ask again.' }));
  });
}

function textOf(chunk: string | Uint8Array): string {
  return typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
}

const COLOUR = /(\u001b\[[\d;]*m)/;

/** Text as a terminal or a log may get it. */
export function shown(text: string, colour = pc.isColorSupported): string {
  if (!colour) return withoutCommands(printableLines(text));
  const parts = text.split(COLOUR);
  return parts
    .map((part, index) => (index % 2 === 1 ? part : withoutCommands(printableLines(part))))
    .join('');
}

/** GitHub takes `::` at a line's start for a command; others `##[`, `##vso[`, `##teamcity[`, wherever it stands. */
function withoutCommands(text: string): string {
  return text
    .replaceAll(/##(?=\w*\[)/g, String.raw`\u0023#`)
    .replaceAll(/^([^\S\n]*):(?=:[\w-])/gm, String.raw`$1\u003a`);
}
