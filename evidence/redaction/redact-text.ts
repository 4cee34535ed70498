import type { Redactor } from '../redaction.ts';
import { ShapeFilter } from './shape-filter.ts';

const CODE_NAME = /\.(?:[cm]?js|css)$/i;
const PAGE_NAME = /\.x?html?$/i;
const PAGE_HEAD = /^\s*<(?:!doctype html|html)[\s>]/i;
/** Scripts and styles; what has another type is data. */
const CODE_IN_PAGE =
  /<script(?![^>]*\btype\s*=(?!\s*["']?(?:module\b|(?:text|application)\/(?:java|ecma)script\b)))[^>]*>[^]*?<\/script|<style\b[^>]*>[^]*?<\/style/gi;

/**
 * Text without secrets, and without what looks like a credential. Programs and pages go on working and JSON stays JSON: in code
 * nothing is taken for a credential that may be code, and a line that would no longer parse is redacted value by value.
 */
export function redactText(redactor: Redactor, name: string, content: Buffer): Buffer {
  const known = redactor.withoutSecrets(content);
  const redacted = Buffer.concat(partsOf(name, known).map(({ kind, bytes }) => withoutShapes(kind, bytes)));
  return redacted.equals(content) ? redacted : asJson(redactor, content, redacted);
}

interface Part {
  readonly kind: 'text' | 'code';
  readonly bytes: Buffer;
}

function partsOf(name: string, bytes: Buffer): readonly Part[] {
  if (CODE_NAME.test(name)) return [{ kind: 'code', bytes }];
  if (!PAGE_NAME.test(name) && !PAGE_HEAD.test(bytes.toString('latin1', 0, 200)))
    return [{ kind: 'text', bytes }];
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: code, index } of bytes.toString('latin1').matchAll(CODE_IN_PAGE)) {
    parts.push({ kind: 'text', bytes: bytes.subarray(from, index) });
    from = index + code.length;
    parts.push({ kind: 'code', bytes: bytes.subarray(index, from) });
  }
  return [...parts, { kind: 'text', bytes: bytes.subarray(from) }];
}

function withoutShapes(kind: Part['kind'], bytes: Buffer): Buffer {
  const filter = new ShapeFilter(kind);
  return Buffer.concat([filter.push(bytes), filter.end()]);
}

/**
 * As it was redacted, unless that is no JSON any more and was before, as a whole or by lines: then value by value, if nothing is
 * left so either.
 */
function asJson(redactor: Redactor, content: Buffer, redacted: Buffer): Buffer {
  if (!/^\s*[[{"]/.test(content.toString('latin1', 0, 100))) return redacted;
  const repaired = repairedJson(redactor, content, redacted);
  return repaired === redacted || redactor.isIn(repaired) ? redacted : repaired;
}

function repairedJson(redactor: Redactor, content: Buffer, redacted: Buffer): Buffer {
  if (parsed(redacted) !== undefined) return redacted;
  const whole = parsed(content);
  if (whole !== undefined) return Buffer.from(JSON.stringify(redactor.value(whole.value)));
  const [before, after] = [content.toString().split('\n'), redacted.toString().split('\n')];
  const kept = before.every((line, at) => line === after[at] || fits(line, after[at] ?? ''));
  if (before.length === after.length && kept) return redacted;
  return Buffer.from(before.map((line) => redactedLine(redactor, line)).join('\n'));
}

function fits(before: string, after: string): boolean {
  return parsed(after) !== undefined || parsed(before) === undefined;
}

function redactedLine(redactor: Redactor, line: string): string {
  const found = parsed(line);
  return found === undefined ? redactor.text(line) : JSON.stringify(redactor.value(found.value));
}

function parsed(text: Buffer | string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text.toString()) as unknown };
  } catch {
    return undefined;
  }
}
