import { expect, it } from 'vitest';
import { loadCatalogue } from '../../testing/catalogue.ts';
import { sampleMutation, sampleTrial } from '../../testing/sample-mutation.ts';
import { renderMutation } from './mutation-page.ts';
import { killsByRequirement, killsBySuite, sentenceOfMutation, survivorsOf } from './mutation-sums.ts';

const page = await renderMutation(sampleMutation(), loadCatalogue());

it('says the score first, with its interval, and what is in no score', () => {
  expect(sentenceOfMutation(sampleMutation())).toBe(
    'Killed: 50 % (2 of 4; 15 to 85 %), specifically 25 % (1 of 4; 5 to 70 %); ' +
      '1 survived, 1 not covered, 1 not started; 0 false alarms in 1 clean run',
  );
  expect(page).toContain('Killed: 50 % (2 of 4; 15 to 85 %)');
});

it('shows what survived with its diff, opened, and who ran it', () => {
  const survivors = page.slice(page.indexOf('id="survivors"'), page.indexOf('id="killed"'));
  expect(survivors).toContain('+ if (total &gt;= &quot;&lt;b&gt;&quot;) return;');
  expect(survivors).toContain('contract/carts, contract/access ran it and passed');
  expect(survivors).toContain('no suite of contract runs it');
  expect(survivors).toContain('<details class="fold" open>');
  expect(survivors).not.toContain('a &lt;cart&gt;');
  expect(page).not.toContain('<cart>');
});

it('says so where not everything was tried, and where everything was noticed', async () => {
  const trials = [sampleTrial('1', 'killed')];
  const other = await renderMutation(sampleMutation({ complete: false, trials }), loadCatalogue());
  expect(other).toContain('Not everything was tried.');
  expect(other).toContain('Every mutant that was tried was noticed.');
  expect(page).not.toContain('Not everything was tried.');
});

it('says of nothing that was tried neither a share nor that all was noticed', async () => {
  const mutation = sampleMutation({ trials: [] });
  const other = await renderMutation(mutation, loadCatalogue());
  expect(sentenceOfMutation(mutation)).toMatch(/^Killed: unknown, for no mutant was tried that counts; /);
  expect(other).toContain('No mutant was tried.');
  expect(other).not.toContain('was noticed');
  expect(other).not.toMatch(/Killed: \d/);
});

it('counts a clean run that failed as a false alarm', () => {
  const suites = [
    { name: 'contract/carts', verdict: 'fail' as const, problems: ['it holds'], failed: ['it holds'] },
  ];
  const clean = [{ run: '', durationMs: 1, suites }];
  expect(sentenceOfMutation(sampleMutation({ clean }))).toContain('1 false alarm in 1 clean run');
});

it('counts kills by suite and by requirement', () => {
  const { trials } = sampleMutation();
  expect(killsBySuite(trials)).toEqual([['contract/carts', 2]]);
  expect(killsByRequirement(trials, loadCatalogue())).toEqual([['CON-04', 2]]);
  expect(survivorsOf(trials).map(({ mutant }) => mutant.id)).toEqual(['4', '3']);
});
