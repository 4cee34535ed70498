import { expect } from 'vitest';
import type { Answer } from '../shared/client.ts';
import { elementsIn, textOf } from '../shared/html.ts';
import type { Lines } from './lines.ts';
import { outlineOf } from './outline.ts';
import { KEY } from './pages.ts';
import { expectWired } from './wiring.ts';

interface Look {
  readonly status: number;
  readonly title: string;
  /** Who is signed in. */
  readonly user?: string | undefined;
  readonly lines: Lines;
}

/** That it is this page, whole. */
export function expectPage(answer: Answer, { status, title, user, lines }: Look): void {
  expect([answer.status, answer.headers.get('content-type')], answer.what).toEqual([
    status,
    'text/html; charset=utf-8',
  ]);
  const page = String(answer.body);
  const titles = elementsIn(page).filter(({ tagName }) => tagName === 'title');
  expect(titles.map(textOf), `${answer.what}: its title`).toEqual([`${title} · Reference`]);
  expect(linesOf(page), answer.what).toEqual(lines);
  expectWired(answer, user);
}

/** Its outline; keys of forms, which are new each time, as KEY. */
export function linesOf(page: string): Lines {
  return outlineOf(page).map((line) => line.replace(/^hidden key=[0-9a-f-]{36}$/, `hidden key=${KEY}`));
}
