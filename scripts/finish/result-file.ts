import { accessSync, constants, lstatSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError, InfraError, messageOf } from '../../kernel/errors.ts';
import { printableJson } from '../../kernel/printable.ts';

/** The file of `--result`, ready to be written: a result of an earlier run is gone from it. */
export interface ResultFile {
  /** Replaces it as a whole: whoever reads it sees all of the result, or no file. Throws an InfraError. */
  write(result: object): void;
}

/**
 * Removes what an earlier run left there, so that nobody takes it for this run's when this one is killed. A ConfigError where
 * it cannot be written. What is no file, such as a pipe, is written as it is.
 */
export function prepareResultFile(named: string): ResultFile {
  const wrong = (problem: string) => new ConfigError(`--result ${named}: cannot be written: ${problem}`);
  const file = followed(resolve(named));
  try {
    accessSync(dirname(file), constants.W_OK);
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw wrong('it is a folder; name a file');
    if (found && (isDevice(named) || !found.isFile()))
      return { write: (result) => save(named, () => writeTo(file, result)) };
    rmSync(file, { force: true });
  } catch (error) {
    throw error instanceof ConfigError ? error : wrong(messageOf(error));
  }
  return { write: (result) => save(named, () => replace(file, result)) };
}

/** `/dev/stdout` leads to a file where somebody sends the output there, which is not ours to remove. */
function isDevice(named: string): boolean {
  return /^\/dev\/(stdout|stderr|fd\/\d+)$/.test(resolve(named));
}

/** Where a link leads, for the link is to stay. */
function followed(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function replace(file: string, result: object): void {
  const partial = `${file}.${process.pid}.partial`;
  writeTo(partial, result);
  renameSync(partial, file);
}

function writeTo(file: string, result: object): void {
  writeFileSync(file, printableJson(result));
}

function save(named: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new InfraError(
      `--result ${named}: could not be written: ${messageOf(error)}. The run itself is sealed and reported`,
      { cause: error },
    );
  }
}
