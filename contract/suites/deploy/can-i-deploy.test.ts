import { describe, expect, it } from 'vitest';
import { canIDeploy, type PactVerification } from './can-i-deploy.ts';

const verified = (
  consumerVersion: string,
  providerVersion: string,
  outcome: PactVerification['outcome'] = 'kept',
): PactVerification => ({ consumer: 'web', consumerVersion, provider: 'api', providerVersion, outcome });

describe('by the local matrix', () => {
  const api2 = { name: 'api', version: '2', beside: [{ name: 'web', version: '1' }] };

  it('what was verified with all that it stands beside may be deployed, in either role', () => {
    expect(canIDeploy([verified('1', '2')], api2)).toEqual({ may: 'yes', reasons: [] });
    const web1 = { name: 'web', version: '1', beside: [{ name: 'api', version: '2' }] };
    expect(canIDeploy([verified('1', '2')], web1).may).toBe('yes');
  });

  it('what breaks a contract may not, whatever else holds', () => {
    const matrix = [verified('1', '1'), verified('1', '2', 'broken')];
    expect(canIDeploy(matrix, api2)).toEqual({
      may: 'no',
      reasons: ['broken: api 2 and the contract of web 1'],
    });
  });

  it('what was never verified is unknown: another version was, or nothing at all', () => {
    expect(canIDeploy([verified('1', '1')], api2)).toEqual({
      may: 'unknown',
      reasons: ['never verified: api 2 and the contract of web 1'],
    });
    expect(canIDeploy([], api2).may).toBe('unknown');
    expect(canIDeploy([verified('1', '2')], { ...api2, beside: [] }).may).toBe('unknown');
  });

  it('the latest outcome of a pair counts', () => {
    expect(canIDeploy([verified('1', '2', 'broken'), verified('1', '2')], api2).may).toBe('yes');
    expect(canIDeploy([verified('1', '2'), verified('1', '2', 'broken')], api2).may).toBe('no');
  });
});
