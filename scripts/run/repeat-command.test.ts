import { expect, test } from 'vitest';
import { repeatCommand } from './repeat-command.ts';

test('a command can be pasted where it was given: words that a shell would take apart are quoted', () => {
  const options = { stage: 'smoke', tag: ['browser'], timeout: '3' };
  expect(repeatCommand(["it's here/a.ts", 'e2e'], options)).toBe(
    `./harness run 'it'\\''s here/a.ts' e2e --stage smoke --tag browser --env local --timeout 3`,
  );
});
