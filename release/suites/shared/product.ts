/** What drills have to know of the product's database; whatever else they read in its catalogue. */
export const PRODUCT = {
  /** The tenants, and what a transaction says to be one of them. */
  tenantsTable: 'tenants',
  tenantColumn: 'tenant_id',
  setting: 'app.tenant',
  /** A function that tells its role what stands in the ledger of migrations, which it may not read. */
  ledger: 'applied_migrations()',
  /** Where `POST /workflows` puts what it acknowledges. */
  written: 'workflows',
  /** Below its checkout: the migrations, in the order of their names. */
  migrations: 'fixtures/targets/reference/migrations',
  /** Seeds the accounts that arrive as JSON at its standard input. */
  seed: 'fixtures/targets/reference/migrations/main.ts',
  /** Without one of these a list of users is read row by row. */
  indexes: [
    'admin_audit_newest',
    'alerts_newest',
    'documents_newest',
    'ingested_samples_by_name',
    'ingested_samples_newest',
    'meta_events_newest',
    'notifications_newest',
    'notifications_unread',
    'runs_newest',
    'runs_unfinished',
    'uploads_newest',
    'webhook_deliveries_newest',
    'webhook_deliveries_pending',
    'webhooks_newest',
    'workflows_newest',
  ],
} as const;
