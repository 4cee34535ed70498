import { Redactor } from '../../evidence/redaction.ts';
import { exitCodeOf } from '../../kernel/verdict.ts';
import { withoutSecrets } from '../session/redacted-error.ts';
import { ORDER } from './order.ts';
import { pactFolderAsPlain } from './pact-folder.ts';
import type { RunRequest } from './run-request.ts';
import { settled } from './settled.ts';

/** `./harness run`: from the command line to an exit code. Throws a ConfigError before anything starts. */
export async function runCommand(asked: RunRequest): Promise<number> {
  const request = { ...asked, ...(await settled(pactFolderAsPlain(asked))) };
  const redactor = new Redactor();
  const print = request.options.json ? console.error : console.log;
  const say = (line: string) => print(redactor.text(line));
  const { result } = await withoutSecrets(redactor, () => ORDER.run({ ...request, redactor, say }));
  return exitCodeOf(result.verdict);
}
