import type { Page } from '@playwright/test';

interface Source extends EventTarget {
  readonly url: string;
  readyState: number;
}
type Playing = typeof globalThis & { sources: Source[] };

/** From now on pages open no stream of events: what they would hear is played to them. */
export async function playEvents(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const playing = globalThis as Playing;
    playing.sources = [];
    class Played extends EventTarget implements Source {
      static readonly CLOSED = 2;
      readonly url: string;
      readyState = 1;
      constructor(url: string) {
        super();
        this.url = url;
        playing.sources.push(this);
      }
    }
    Object.assign(playing, { EventSource: Played });
  });
}

/** The addresses of the streams that the page has opened, the oldest first. */
export const streamsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as Playing).sources.map(({ url }) => url));

/** The page hears it from the stream that it opened last. */
export async function tell(page: Page, type: string, data: object = {}): Promise<void> {
  await page.evaluate(
    ([name, text]) =>
      (globalThis as Playing).sources.at(-1)?.dispatchEvent(new MessageEvent(name, { data: text })),
    [type, JSON.stringify(data)] as const,
  );
}

/** The stream breaks; `refused` when the browser does not try again by itself. */
export async function breakStream(page: Page, { refused }: { readonly refused: boolean }): Promise<void> {
  await page.evaluate((isRefused) => {
    const source = (globalThis as Playing).sources.at(-1);
    if (source === undefined) return;
    source.readyState = isRefused ? 2 : 0;
    source.dispatchEvent(new Event('error'));
  }, refused);
}
