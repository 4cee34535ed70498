/** What this suite has to know of the product; whatever else it reads in the live schema. */
export const PRODUCT = {
  /** The column that says whose a row is: a table that has it is a tenant's. */
  tenantColumn: 'tenant_id',
  /** The tenants by name, and what a transaction says to be one of them. */
  tenantsTable: 'tenants',
  setting: 'app.tenant',
  /** What it answers by asking its database. */
  health: '/api/health',
  /** Below its checkout: what makes the schema, and where its statements stand. */
  migrations: 'fixtures/targets/reference/migrations',
  statements: ['api', 'worker', 'service'].map((part) => `fixtures/targets/reference/${part}`),
} as const;

/** Relations without a tenant's column, each with the reason why that tells nobody anything of a tenant. Reviewed. */
export const WITHOUT_TENANT: Readonly<Record<string, string>> = {
  tenants: 'a name and an e-mail domain each: a login finds its tenant by it before it has one',
  schema_migrations: 'the ledger of the migrations; the role of the product may not even read it',
};

/** Unique keys without the tenant in which one tenant's value could get in another one's way, each with the reason why none can. Reviewed. */
export const KEYS_ACROSS_TENANTS: Readonly<Record<string, string>> = {
  uploads_object_key_key: 'object keys are made by the product of tenant and id, never by a client',
};

/** Functions that run with another role's rights, each with what they tell. Reviewed. */
export const DEFINERS: Readonly<Record<string, string>> = {
  'applied_migrations()': 'names of migrations, to say that one is pending',
};
