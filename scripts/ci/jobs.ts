/** What a job leaves, kept whatever became of it. */
export type Kept =
  'reports' | 'allure' | 'evidence' | 'sarif' | 'baselines' | 'dossier' | 'detection' | 'coverage';

/** Where a service finds it once the job has ended, below the project. */
export function keptAt(job: string, kept: Kept): readonly string[] {
  const own = `reports/ci/${job}`;
  switch (kept) {
    case 'reports':
      return [`${own}/*.*`, `${own}/runs/`];
    case 'dossier':
      return ['reports/go-no-go/'];
    case 'detection':
      return ['evidence/detect/', 'reports/detect/'];
    case 'coverage':
      return ['coverage/'];
    case 'allure':
    case 'evidence':
    case 'sarif':
    case 'baselines':
      return [`${own}/${kept}/`];
  }
}

/** In `tells`: the newest run that the job made. Without one they are not run. */
export const RUN = '<run>';

export interface Fetched {
  readonly variable: string;
  /** The folder that the variable is to name, below the project. */
  readonly folder: string;
  readonly command: readonly string[];
}

const OSV = '.harness/advisories';

/** What `security/sca` compares dependencies with: see security/README.md. */
const ADVISORIES: Fetched = {
  variable: 'HARNESS_OSV_DATABASE',
  folder: OSV,
  command: [
    ...[
      'curl',
      '--fail',
      '--silent',
      '--show-error',
      '--create-dirs',
      '--output',
      `${OSV}/osv-scalibr/npm/all.zip`,
    ],
    'https://osv-vulnerabilities.storage.googleapis.com/npm/all.zip',
  ],
};

/** One job of a pipeline: what `./harness ci <job>` runs, on any machine. */
export interface Job {
  /** For people. */
  readonly title: string;
  /** One after another, until one does not exit with 0. `harness` is the one that runs; all else is found on PATH. */
  readonly commands: readonly (readonly string[])[];
  /** Run after them, whatever became of them; none of them decides: a dossier is no Go before people have signed it. */
  readonly tells?: readonly (readonly string[])[];
  readonly keeps: readonly Kept[];
  /** Fetched first, where nobody has said in the variable where it lies. What could not be fetched is missing: who needs it is unknown. */
  readonly fetches?: Fetched;
  /** The environment whose variables it is given. */
  readonly environment?: 'staging' | 'prod';
  /** After so long a service ends it. Locally nothing does: runs have limits of their own. */
  readonly minutes: number;
}

const RUN_KEEPS = ['reports', 'allure', 'evidence'] as const;

const stage = (name: string, minutes: number, more: Partial<Job> = {}): Job => ({
  title: `the stage ${name}`,
  commands: [['harness', 'run', '--stage', name]],
  keeps: RUN_KEEPS,
  minutes,
  ...more,
});

const elsewhere = (name: string, environment: 'staging' | 'prod', minutes: number, more?: Partial<Job>) =>
  stage(name, minutes, {
    title: `the stage ${name} on ${environment}`,
    commands: [['harness', 'run', '--stage', name, '--env', environment]],
    environment,
    ...more,
  });

/** By name. Services only start them: what a job does is said here and nowhere else. */
export const JOBS = {
  test: { title: 'npm test', commands: [['npm', 'test']], keeps: [...RUN_KEEPS, 'coverage'], minutes: 60 },
  'long-tests': {
    title: 'the full versions of tests',
    commands: [['npm', 'run', 'test:long']],
    keeps: ['reports'],
    minutes: 180,
  },
  detect: {
    title: 'every planted defect',
    commands: [['harness', 'detect', '--clean', '1']],
    keeps: ['reports', 'detection'],
    minutes: 180,
  },
  smoke: stage('smoke', 30),
  pr: stage('pr', 30, { fetches: ADVISORIES }),
  main: stage('main', 60, { fetches: ADVISORIES, keeps: [...RUN_KEEPS, 'sarif'] }),
  nightly: stage('nightly', 90, {
    tells: [['harness', 'baseline', 'save', RUN]],
    keeps: [...RUN_KEEPS, 'baselines'],
  }),
  soak: elsewhere('soak', 'staging', 26 * 60),
  release: elsewhere('release', 'staging', 8 * 60, {
    fetches: ADVISORIES,
    tells: [['harness', 'dossier', RUN]],
    keeps: [...RUN_KEEPS, 'dossier'],
  }),
  verify: elsewhere('verify', 'prod', 30),
} as const satisfies Readonly<Record<string, Job>>;

export type JobName = keyof typeof JOBS;

export function isJob(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}
