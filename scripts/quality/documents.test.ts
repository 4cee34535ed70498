import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, test } from 'vitest';
import { ROOT } from '../root.ts';
import { FOLDERS } from './folders.ts';
import { refusal, verbs } from './testing/refusal.ts';

/** What people read. The reference product has documents of its own. */
const files = globSync(['*.md', 'docs/**/*.md', `{${FOLDERS.join(',')}}/**/README.md`], { cwd: ROOT })
  .filter((file) => !/node_modules|^fixtures\/targets\/reference\/|\/(runs|latest)\//.test(file))
  .sort();
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');
/** Written for people who use it; the others are for those who add to it. */
const guides = files.filter((file) => /^(README\.md$|docs\/(?!reference\/))/.test(file));

const FENCE = /^```(\w*)\n([^]*?)^```$/gm;
const prose = (text: string) => text.replaceAll(FENCE, '');

it('has documents to look at', () => {
  expect(guides).toContain('docs/tutorial.md');
  expect(files.length).toBeGreaterThan(30);
});

/** As GitHub names the anchor of a heading. */
function anchorsOf(text: string): readonly string[] {
  return [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What is wrong with the links of a document. */
function brokenLinks(file: string, text: string): readonly string[] {
  return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const to = path === '' ? file : join(dirname(file), path);
    if (!existsSync(join(ROOT, to))) return [`${link}: ${to} is not there`];
    if (anchor === undefined) return [];
    return anchorsOf(textOf(to)).includes(anchor) ? [] : [`${link}: ${to} has no such heading`];
  });
}

test.each(files)('%s: every link leads somewhere', (file) => {
  expect(brokenLinks(file, textOf(file))).toEqual([]);
});

it('sees a link that leads nowhere', () => {
  expect(brokenLinks('README.md', '[a](nowhere.md) [b](README.md#no-heading) [c](README.md)')).toHaveLength(
    2,
  );
});

/** The words of a command line of a document: quotes are taken away, a comment is left out; what differs is one word. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  for (const [, double, single, plain] of line
    .replaceAll(/<[^>]*>/g, '<some>')
    .matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)) {
    if (plain?.startsWith('#') || /^(\||&&|;|>|…)$/.test(plain ?? '')) break;
    words.push(double ?? single ?? (plain ?? '').replace(/;$/, ''));
  }
  return words;
}

const COMMANDS = /^(?:\$ )?(?:\.\/harness|npx harness)(?: |$)(.*)$/;

/** Each command of a document, and whether it is to be typed as it is. */
function commandsIn(text: string): readonly { readonly line: string; readonly isWhole: boolean }[] {
  const fenced = [...text.matchAll(FENCE)]
    .filter(([, language]) => language === 'sh')
    .flatMap(([, , body = '']) => body.replaceAll(/\\\n\s*/g, ' ').split('\n'))
    .map((line) => ({ line: line.trim(), isWhole: true }));
  const inline = [...prose(text).matchAll(/`([^`\n]+)`/g)].map(([, line = '']) => ({ line, isWhole: false }));
  return [...fenced, ...inline].filter(({ line }) => COMMANDS.test(line));
}

async function refusedIn(text: string): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const { line, isWhole } of commandsIn(text)) {
    const why = await refusal(wordsOf(COMMANDS.exec(line)?.[1] ?? ''), isWhole);
    if (why !== undefined) refused.push(`${line}: ${why}`);
  }
  return refused;
}

test.each(files.filter((file) => file !== 'CHANGELOG.md'))(
  '%s: every command would be taken',
  async (file) => {
    expect(await refusedIn(textOf(file))).toEqual([]);
  },
);

it('sees commands that would not be taken', async () => {
  const wrong = [
    'run --stag smoke',
    'rum',
    'run --stage nigthly',
    'ci everything',
    'run load/stres',
    'evidence veryfy',
    'run --env moon',
    'new suite contract/prices',
  ];
  for (const words of wrong) expect(await refusedIn(`\`./harness ${words}\``), words).toHaveLength(1);
  expect(await refusedIn('```sh\n./harness gate\n```')).toHaveLength(1);
  expect(await refusedIn('`./harness gate` and `./harness run e2e/login load/smoke`')).toEqual([]);
});

it('every verb stands in docs/verbs.md', () => {
  const told = textOf('docs/verbs.md');
  expect(
    verbs
      .map(({ name }) => name)
      .filter((name) => !new RegExp(String.raw`harness ${name}\b|\b${name}\b\``).test(told)),
  ).toEqual([]);
});

/** Made by runs, or of somebody else's project. */
const ELSEWHERE =
  /^(evidence|reports)\/(runs|latest|detect|go-no-go|ci|baselines)|^\.harness\/|^dist\/|^node_modules\/|^\.\.\/|^\/|^coverage\/|shop|prices|home\.|release-harness|^~/;

/** All that there is, folders too. */
const present = globSync(['**/*', '.github/**/*'], {
  cwd: ROOT,
  exclude: (name) => /(^|\/)(node_modules|\.git|\.harness|runs)$/.test(name),
});

/** What a document calls a file or a folder of this checkout, and is not there. */
function missingFiles(text: string): readonly string[] {
  return [...prose(text).matchAll(/`([\w.@<>/-]+)`/g)]
    .map(([, path = '']) => path)
    .filter((path) =>
      /^[\w.-]+\/.*(\/|\.(ts|json|md|yml|cjs|sh|js|png))$|^[A-Z]+\.md$|^\w+\.config\.ts$/.test(path),
    )
    .filter((path) => !ELSEWHERE.test(path))
    .filter((path) => {
      const parts = path
        .replace(/\/$/, '')
        .split(/<\w+>/)
        .map((part) => part.replaceAll('.', String.raw`\.`));
      const named = new RegExp(`(^|/)${parts.join('[^/]+')}$`);
      return !present.some((one) => named.test(one));
    });
}

test.each(guides)('%s: every file that it names is there', (file) => {
  expect(missingFiles(textOf(file))).toEqual([]);
});

it('sees a file that is not there', () => {
  expect(missingFiles('`kernel/judges.ts` and `kernel/judge.ts`, `scripts/nowhere/`')).toEqual([
    'kernel/judges.ts',
    'scripts/nowhere/',
  ]);
});

const sources = globSync(`{${FOLDERS.join(',')}}/**/*.{ts,sh}`, { cwd: ROOT })
  .filter(
    (file) =>
      !/\.test\.ts$|\/testing\/|^fixtures\/targets\/reference\/|^scripts\/acceptance\//.test(file) &&
      statSync(join(ROOT, file)).isFile(),
  )
  .map(textOf);

/** Whether one file of ours says all that a message has in common from run to run. */
function isSaid(message: string): boolean {
  const parts = message
    .split('…')
    .map((part) => part.trim())
    .filter((part) => part.length > 3);
  return parts.length > 0 && sources.some((source) => parts.every((part) => source.includes(part)));
}

const messages = [...textOf('docs/troubleshooting.md').matchAll(/^\| `(.+?)` +\|/gm)].map(
  ([, message = '']) => message,
);

it('every message of the troubleshooting is one of ours', () => {
  expect(messages.length).toBeGreaterThan(25);
  expect(messages.filter((message) => !isSaid(message))).toEqual([]);
  expect(isSaid('the load was not offered: …')).toBe(true);
  expect(isSaid('the load was never offered: …')).toBe(false);
});
