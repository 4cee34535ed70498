import type { SastRule } from '../sast-rule.ts';
import { INJECTION } from './injection.ts';
import { PROTECTION } from './protection.ts';

export const ALL: readonly SastRule[] = [...INJECTION, ...PROTECTION];
