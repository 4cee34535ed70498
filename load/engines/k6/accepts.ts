import { codeOf, importsOf, isFile, uses } from '../../../fixtures/plain-files/uses.ts';

const K6 = /^k6(?:\/.*)?$|^https:\/\/jslib\.k6\.io\//;
const RUNS_OF_K6 = /\b__(?:ENV|VU|ITER)\b|\bexport\s+(?:const|let|var)\s+options\b/;

/** Whether a plain file is a k6 script: by its name, by what it imports, or by what only k6 gives a script. Nothing is run. */
export function isK6(file: string): boolean {
  if (!isFile(file)) return false;
  if (/\.k6\.[cm]?[jt]s$/.test(file) || uses(file, K6)) return true;
  return (
    /\.[cm]?[jt]s$/.test(file) && importsOf(file).every((name) => name.startsWith('.')) && looksLikeK6(file)
  );
}

/** A script that imports no package at all: k6 calls its default export, and reads its options. */
function looksLikeK6(file: string): boolean {
  const code = codeOf(file);
  return /\bexport\s+default\b/.test(code) && RUNS_OF_K6.test(code);
}
