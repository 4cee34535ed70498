const CODES: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x1f], // C0
  [0x7f, 0x9f], // DEL, C1
  [0xad, 0xad], // soft hyphen
  [0x061c, 0x061c], // Arabic letter mark
  [0x180e, 0x180e],
  [0x200b, 0x200f], // zero-width, marks of direction
  [0x2028, 0x202e], // line and paragraph separators, embeddings, overrides
  [0x2060, 0x206f], // word joiner, isolates
  [0x3164, 0x3164], // Hangul filler
  [0xd800, 0xd800], // lone surrogates
  [0xdfff, 0xdfff],
  [0xfeff, 0xfeff], // byte order mark
  [0xfff9, 0xfffb],
  [0xfffe, 0xffff], // noncharacters
  [0xe0001, 0xe0001], // tags
  [0xe007f, 0xe007f],
];

/** Each character that must never be shown as it is, with its name. */
export const HOSTILE: readonly (readonly [name: string, character: string])[] = CODES.flatMap(
  ([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => {
      const code = first + index;
      return [`U+${code.toString(16).toUpperCase().padStart(4, '0')}`, String.fromCodePoint(code)] as const;
    }),
);

/** One name with all of them, what markup is made of, and what a CI takes for a command. */
export const HOSTILE_NAME = [
  'a\n::error::forged\n##[error]forged ##vso[task.setvariable variable=x]y',
  ...HOSTILE.map(([, character]) => character),
  '| cell | `code` [link](javascript:alert(1)) ![x](http://a.test/x) <img src=x onerror=alert(1)> </script>',
  '@octocat https://a.test $x$ &lt;b&gt; ]]> <!-- \'"\\',
].join(' ');
