import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../root.ts';
import { ORDER } from './order.ts';

it('is what ARCHITECTURE.md shows', () => {
  const text = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
  const [, section = ''] = text.split('\n## One run\n');
  const [, shown = ''] = section.split('```text\n');
  expect(shown.split('```')[0]).toBe(`${ORDER.titles.join('\n')}\n`);
});
