import { randomInt, randomUUID } from 'node:crypto';

/** The rules that must find what is planted: one of gitleaks' own, and each of ours. */
export const PLANTED_RULES = [
  'github-pat',
  'connection-string-password',
  'plain-password',
  'public-variable',
] as const;

/** Whose rules there are, as reports say it. */
export const RULES = `gitleaks' own and ${PLANTED_RULES.length - 1} of ours`;

/** Called as no file of a product is: what is found in it counts for nothing. */
export const CANARY_FILE = `harness-canary-${randomUUID()}.ts`;
export const CANARY =
  'a token, a connection string, a password and the name of a variable, made up for this run';

/** A file with secrets of this run alone, so that no list can know them. */
export function canaryText(): string {
  return `const token = 'ghp_${characters(36)}';
const database = 'postgres://app:${characters(14)}@db.internal:5432/app';
const account = { user: 'root', password: '${characters(14)}' };
const shipped = process.env.VITE_${characters(8).toUpperCase()}_SECRET;
`;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function characters(count: number): string {
  return Array.from({ length: count }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
