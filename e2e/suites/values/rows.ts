import { type Locator, type Page, expect } from '@playwright/test';

/** What a row must say: each of these as a text of its own, and these instants in this order. */
export interface Row {
  readonly says: readonly string[];
  readonly instants?: readonly string[];
  /** Where its first link leads. */
  readonly link?: string;
}

interface Shown {
  readonly texts: readonly string[];
  readonly instants: readonly string[];
  readonly link: string | null;
}

/** The texts of elements, one for each text node and each part of it between middle dots, as they stand in the page. */
export function shownBy(rows: Locator): Promise<Shown[]> {
  return rows.evaluateAll((all) =>
    all.map((row) => {
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      const texts: string[] = [];
      while (walker.nextNode()) texts.push(...(walker.currentNode.textContent ?? '').split('·'));
      return {
        texts: texts.map((text) => text.trim()).filter((text) => text !== ''),
        instants: [...row.querySelectorAll('time')].map((time) => time.dateTime),
        link: row.querySelector('a')?.getAttribute('href') ?? null,
      };
    }),
  );
}

/** The rows are these, in this order, and no others. */
export async function expectRows(what: string, rows: Locator, expected: readonly Row[]): Promise<void> {
  const shown = await shownBy(rows);
  expect(shown.length, `${what}: how many`).toBe(expected.length);
  for (const [place, { says, instants = [], link }] of expected.entries()) {
    const row = `${what}, ${place + 1} of ${expected.length}`;
    expect(shown[place]?.texts, row).toEqual(expect.arrayContaining([...says]));
    expect(shown[place]?.instants, `${row}: instants`).toEqual(instants);
    if (link !== undefined) expect(shown[place]?.link, `${row}: its link`).toBe(link);
  }
}

/** Whatever time the page shows is, read by a person, the minute of the instant that it stands for. */
export async function expectTimes(page: Page, path: string): Promise<void> {
  const times = await page
    .locator('time')
    .evaluateAll((all) =>
      all.map((time) => ({ instant: (time as HTMLTimeElement).dateTime, words: time.textContent })),
    );
  const minute = (instant: string) =>
    new Date(Math.floor(Date.parse(instant) / 60_000) * 60_000).toISOString();
  const read = (words: string) => (Number.isNaN(Date.parse(words)) ? words : new Date(words).toISOString());
  expect(
    times.map(({ words }) => read(words)),
    `${path}: times in words`,
  ).toEqual(times.map(({ instant }) => minute(instant)));
}
