import { test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { apiAs, newWorkflow, runToEnd } from '../shared/api.ts';
import { enter } from '../shared/sign-in.ts';
import { expectGood, measure } from './vitals.ts';

const { accounts } = binding();
const TAGS = { tag: ['@FUN-11/further-pages', '@FUN-11/repeated'] };

test.beforeEach(({ page }) => measure(page));

test('/login: LCP, CLS and INP are good', TAGS, async ({ page }) => {
  await expectGood(page, '/login');
});

test('/admin: LCP, CLS and INP are good', TAGS, async ({ page }) => {
  await enter(page, accounts.admin);
  await expectGood(page, '/admin');
});

test('a page of one thing: LCP, CLS and INP are good', TAGS, async ({ page, request }) => {
  const api = await apiAs(request, accounts.user);
  const { id } = await newWorkflow(api, ['one', 'two']);
  for (let runs = 0; runs < 5; runs += 1) await runToEnd(api, id);
  await enter(page, accounts.user);
  await expectGood(page, `/workflows/${id}`);
});
