import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { mentionedIn } from '../../kernel/environment.ts';
import { environmentNamed } from '../../kernel/plan.ts';
import { loadAll } from '../definitions.ts';
import { ROOT } from '../root.ts';

const EXAMPLES = readdirSync(ROOT).filter((name) => /^\.env\..*\.example$/.test(name));

it('staging and production have an example', () =>
  expect(EXAMPLES).toEqual(['.env.prod.example', '.env.staging.example']));

it.each(EXAMPLES)('%s names the variables of its environment, and has no value', async (file) => {
  const environment = environmentNamed(await loadAll(), file.split('.')[2] ?? '');
  const names = mentionedIn(environment).flatMap(({ reference }) =>
    'variable' in reference ? [reference.variable] : [],
  );
  const example = parseEnv(readFileSync(join(ROOT, file), 'utf8'));
  expect(Object.keys(example).sort()).toEqual([...new Set(names), 'TARGET_VERSION', 'TARGET_COMMIT'].sort());
  expect(Object.values(example).filter(Boolean)).toEqual([]);
});
