import { createHash } from 'node:crypto';
import { ConfigError } from '../../kernel/errors.ts';

/** A line of the file of approvers. */
interface Approver {
  readonly principals: readonly string[];
  /** `SHA256:…`. */
  readonly key: string;
}

/** The lines of a file of approvers; one that may stand for several people is refused, for then nobody knows who approved. */
export function parseApprovers(text: string): readonly Approver[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parseLine);
  for (const { principals } of lines)
    if (!namesOf(principals[0] ?? '', lines).some((name) => name.includes('@')))
      throw new ConfigError({
        what: `approvers: "${principals.join(',')}": there is no e-mail address of that person, so nobody can tell whether they made the commit`,
        fix: 'write the address that they commit with beside the name: `alice@example.com,alice ssh-ed25519 AAAA…`',
      });
  return lines;
}

const KEY = /(?:^|\s)((?:sk-)?(?:ssh|ecdsa)-[\w@.-]+)\s+([A-Za-z0-9+/]+=*)(?:\s|$)/;

function parseLine(line: string): Approver {
  const [names = ''] = line.split(/\s/, 1);
  const refuse = (what: string, fix: string) =>
    new ConfigError({ what: `approvers: "${line.slice(0, 60)}": ${what}`, fix });
  const principals = names.replaceAll('"', '').split(',').map(plain);
  if (principals.some((one) => /[*?!]/.test(one) || one === ''))
    throw refuse('a pattern may stand for several people', 'write each person by name, a line each');
  const options = line.slice(names.length).replace(KEY, '');
  if (/cert-authority/i.test(options))
    throw refuse('an authority stands for whoever it certifies', 'write the key of each person');
  const [, , blob] = KEY.exec(line.slice(names.length)) ?? [];
  if (blob === undefined)
    throw refuse(
      'there is no key in it',
      'write `name ssh-ed25519 AAAA…`, as in ssh-keygen(1) under ALLOWED SIGNERS',
    );
  return { principals, key: fingerprint(blob) };
}

function fingerprint(blob: string): string {
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}

/** All names and keys of the person of that name: whatever lines share one is the same person. None where nobody is called so. */
export function namesOf(by: string, approvers: readonly Approver[]): readonly string[] {
  if (!approvers.some(({ principals }) => principals.includes(plain(by)))) return [];
  const names = new Set([plain(by)]);
  for (let before = 0; before < names.size;) {
    before = names.size;
    for (const { principals, key } of approvers)
      if ([...principals, key].some((one) => names.has(one)))
        for (const one of [...principals, key]) names.add(one);
  }
  return [...names];
}
