/** The variables of the environment `staging`, pointing at a server of the test's own, with a password to look for. */
export function stagingAt(url: string, password = 'staging-password'): Readonly<Record<string, string>> {
  return {
    STAGING_WEB_URL: url,
    STAGING_API_URL: `${url}/api`,
    STAGING_TENANT: 'staging',
    STAGING_USER_USERNAME: 'user@example.test',
    STAGING_USER_PASSWORD: password,
    STAGING_ADMIN_USERNAME: 'admin@example.test',
    STAGING_ADMIN_PASSWORD: `admin-${password}`,
  };
}
