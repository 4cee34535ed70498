/** What drills have to know of the product's database; whatever else they read in its catalogue. */
export const PRODUCT = {
  /** The tenants, and what a transaction says to be one of them. */
  tenantsTable: 'tenants',
  tenantColumn: 'tenant_id',
  setting: 'app.tenant',
  /** Where `POST /workflows` puts what it acknowledges. */
  written: 'workflows',
} as const;
