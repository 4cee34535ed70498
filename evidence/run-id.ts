export interface RunIdParts {
  readonly now: Date;
  /** Undefined on a detached head and where there is no git. */
  readonly branch?: string | undefined;
  readonly commit?: string | undefined;
  /** From 0 up to 1: tells apart runs that start in the same minute. */
  readonly random: () => number;
}

const LONGEST_BRANCH = 40;

/** Names a run, and its folders: `20261121_0312_main_1a2b3c4_9f3e` (UTC); without git `20261121_0312_nogit_9f3e`. */
export function runId({ now, branch, commit, random }: RunIdParts): string {
  const [date = '', time = ''] = now.toISOString().split('T');
  const stamp = `${date.replaceAll('-', '')}_${time.slice(0, 5).replace(':', '')}`;
  const tail = Math.floor(random() * 0x10000)
    .toString(16)
    .padStart(4, '0');
  const git = commit === undefined ? ['nogit'] : [slug(branch ?? 'detached'), slug(commit.slice(0, 7))];
  return [stamp, ...git, tail].join('_');
}

function slug(text: string): string {
  const safe = text.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, LONGEST_BRANCH);
  return safe.replace(/^[.-]+|[.-]+$/g, '') || 'branch';
}
