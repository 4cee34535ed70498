import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InfraError } from '../../kernel/errors.ts';

/** Signatures for anything else, by the same keys, are none for a Go. */
export const NAMESPACE = 'harness-go-no-go';

/** Signs by a private key, or by the agent where the file is a public one. Asks for its passphrase on the terminal. */
export function signed(data: Buffer, key: string): string {
  const { status, stdout, stderr } = sshKeygen(['-Y', 'sign', '-q', '-n', NAMESPACE, '-f', key], data);
  if (status === 0) return stdout;
  throw new InfraError({
    what: `ssh-keygen could not sign by ${key}: ${firstLine(stderr)}`,
    fix: 'name your private key with --key, or its .pub where an agent has it',
  });
}

export interface Signature {
  readonly data: Buffer;
  /** As ssh-keygen writes it. */
  readonly signature: string;
  /** Who may sign, as OpenSSH reads it. */
  readonly approvers: string;
  readonly by: string;
  /** When it was made: the key must have been valid then. */
  readonly at: string;
}

/** The fingerprint of the key, or why it is not a signature of that person. */
export function checkSignature({
  data,
  signature,
  approvers,
  by,
  at,
}: Signature): { key: string } | { broken: string } {
  const folder = mkdtempSync(join(tmpdir(), 'signature-'));
  try {
    const [file, allowed] = [join(folder, 'signature'), join(folder, 'approvers')];
    writeFileSync(file, signature);
    writeFileSync(allowed, approvers);
    const time = `verify-time=${at.replaceAll(/\D/g, '').slice(0, 14)}`;
    const args = ['-Y', 'verify', '-O', time, '-n', NAMESPACE, '-f', allowed, '-I', by, '-s', file];
    const { status, stdout, stderr } = sshKeygen(args, data);
    const key = /^Good ".*" signature for .* with .* key (SHA256:\S+)$/m.exec(stdout)?.[1];
    if (status === 0 && key !== undefined) return { key };
    return { broken: `ssh-keygen does not verify it: ${firstLine(stderr) || firstLine(stdout)}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sshKeygen(args: readonly string[], input: Buffer) {
  // Days in the file of approvers are those of UTC, wherever it is read.
  const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' };
  const { error, status, stdout, stderr } = spawnSync('ssh-keygen', args, { input, env, encoding: 'utf8' });
  // It ends before it reads the data where it refuses something else: that is an answer, not a failure to start.
  const refused = error !== undefined && 'code' in error && error.code === 'EPIPE' && status !== null;
  if (error === undefined || refused) return { status, stdout, stderr };
  throw new InfraError({
    what: `ssh-keygen does not start: ${error.message}`,
    fix: 'install OpenSSH 8.9 or newer: apt-get install openssh-client, or dnf install openssh; macOS has it',
  });
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
