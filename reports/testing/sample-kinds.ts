import type { KindDefinition } from '../../kernel/kind.ts';

/** Kinds as a checkout may define them. */
export const SAMPLE_KINDS: readonly KindDefinition[] = [
  { name: 'contract', title: 'Contract', order: 20, view: 'checks' },
  { name: 'chaos', title: 'Chaos', order: 40, view: 'experiment' },
  { name: 'e2e', title: 'End to end', order: 10, view: 'browser' },
  { name: 'load', title: 'Load', order: 30, view: 'load' },
  { name: 'security', title: 'Security', order: 50, view: 'findings' },
];
