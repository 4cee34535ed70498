/** What an environment may allow beside kinds of suites. */
export const FURTHER_PERMISSIONS = ['active-scan', 'process-faults', 'network-faults'] as const;
export type FurtherPermission = (typeof FURTHER_PERMISSIONS)[number];

/**
 * What a suite does where it runs: it looks (a sign-in is looking), it changes what a user or an auditor can see, or it is felt by
 * whoever else is there.
 */
export const EFFECTS = ['reads', 'writes', 'disturbs'] as const;
export type Effect = (typeof EFFECTS)[number];

/** What a suite may need where it runs beside URLs and accounts; a target says which of them an environment has. */
export const OFFERS = [
  'neighbour',
  'webhooks',
  'alerts',
  'spans',
  'reports',
  'scrape',
  'ingest',
  'links',
  'processes',
  'source',
  'receivers',
  'deploy',
  'rollback',
  'backup',
  'restore',
  'migrate',
  'queue',
  'database',
  'logs',
  'starts',
] as const;
export type Offer = (typeof OFFERS)[number];
