import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { TestResult } from '@playwright/test/reporter';
import type { Check } from '../../../kernel/evidence.ts';

type Attachment = TestResult['attachments'][number];

/** What a test left behind (screenshot, trace, video, error context), as files to attach below a folder of its own. */
export function attachmentsOf(result: TestResult, check: Check): { name: string; file: string }[] {
  const folder = `tests/${slug(check.id)}/attempt-${check.attempt}`;
  return result.attachments.flatMap((attachment, index) => {
    const file = attachment.path ?? fileOfBody(attachment, index);
    if (file === undefined) return [];
    const name = `${index + 1}-${attachment.name.replaceAll(/[^\w-]+/g, '-')}${extname(file)}`;
    return [{ name: `${folder}/${name}`, file }];
  });
}

/** Readable, and unique by its hash. Evidence shortens it when it was redacted. */
function slug(id: string): string {
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 8);
  return `${id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')}-${hash}`;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/json': '.json',
  'image/png': '.png',
  'text/html': '.html',
  'text/markdown': '.md',
};

function fileOfBody({ body, contentType }: Attachment, index: number): string | undefined {
  if (body === undefined) return undefined;
  const folder = join(process.env['HARNESS_WORK'] ?? tmpdir(), 'attachment-bodies');
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  const file = join(folder, `${index}-${hash}${EXTENSIONS[contentType] ?? '.txt'}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, body, { mode: 0o600 });
  return file;
}
