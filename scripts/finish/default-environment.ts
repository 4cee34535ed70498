import { loadConfig } from './config.ts';

/** Options with where to test, which the project says where the command line does not. */
export async function withEnvironment<O extends { readonly env?: string | undefined }>(
  options: O,
): Promise<O & { readonly env: string }> {
  return { ...options, env: options.env ?? (await loadConfig()).environment };
}
