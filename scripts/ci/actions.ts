/**
 * What others wrote and our workflows run, each by the commit that its version was when it was looked at: a tag can be moved. To raise one,
 * take the commit that its maintainers' release names.
 */
export const ACTIONS = {
  checkout: ['actions/checkout', '08c6903cd8c0fde910a37f88322edcfb5dd907a8', 'v5.0.0'],
  node: ['actions/setup-node', '2028fbc5c25fe9cf00d9f06a71cc4710d4507903', 'v6.0.0'],
  go: ['actions/setup-go', '44694675825211faa026b3c33043df3e48a5fa00', 'v6.0.0'],
  java: ['actions/setup-java', 'dded0888837ed1f317902acf8a20df0ad188d165', 'v5.0.0'],
  cache: ['actions/cache', '9255dc7a253b0ccc959486e2bca901246202afeb', 'v5.0.1'],
  upload: ['actions/upload-artifact', 'b7c566a772e6b6bfb58ed0dc250532a479d7789f', 'v6.0.0'],
  download: ['actions/download-artifact', '37930b1c2abaa49bbe596cd826c3c89aef350131', 'v7.0.0'],
  sarif: ['github/codeql-action/upload-sarif', '5d4e8d1aca955e8d8589aabd499c5cae939e33c7', 'v4.31.9'],
} as const satisfies Readonly<Record<string, readonly [action: string, commit: string, version: string]>>;

/** As a step names it. */
export function uses(action: keyof typeof ACTIONS): string {
  const [name, commit] = ACTIONS[action];
  return `${name}@${commit}`;
}

/** `v5.0.0` of what a step names; undefined of what is none of ours. */
export function versionOf(used: string): string | undefined {
  return Object.values(ACTIONS).find(([name, commit]) => used === `${name}@${commit}`)?.[2];
}
