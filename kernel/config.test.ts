import { describe, expect, it } from 'vitest';
import { configSchema, policyFor } from './config.ts';

const config = configSchema.parse({
  stages: {
    release: {
      required: ['e2e/login'],
      mustProve: ['FUN-01'],
      environments: { local: { rehearsal: true, mustProve: [] } },
      phases: { security: { required: ['security/passive'] } },
    },
  },
  otherwise: { flakes: 1 },
});
const asked = { stage: 'release', whole: true, environment: 'staging' } as const;

describe('policyFor', () => {
  it('is the policy of the whole stage', () =>
    expect(policyFor(config, asked)).toEqual({ required: ['e2e/login'], mustProve: ['FUN-01'], flakes: 0 }));

  it('differs where the environment does, in the fields that it gives', () =>
    expect(policyFor(config, { ...asked, environment: 'local' })).toEqual({
      required: ['e2e/login'],
      mustProve: [],
      flakes: 0,
      rehearsal: true,
    }));

  it('differs in a phase, over the environment', () => {
    expect(policyFor(config, { ...asked, environment: 'local', phase: 'security' })).toMatchObject({
      required: ['security/passive'],
      rehearsal: true,
    });
    expect(policyFor(config, { ...asked, phase: 'performance' })?.required).toEqual(['e2e/login']);
  });

  it('is none for a stage that nobody made one for, and never `otherwise`', () =>
    expect(policyFor(config, { ...asked, stage: 'pr' })).toBeUndefined());

  it('is `otherwise` for a part of a stage, and for no stage', () => {
    expect(policyFor(config, { ...asked, whole: false })).toEqual({ required: [], mustProve: [], flakes: 1 });
    expect(policyFor(config, { ...asked, stage: undefined })?.flakes).toBe(1);
  });
});
