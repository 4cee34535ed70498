/** A secret in the forms in which tools write it, by name: raw and escaped, URL-encoded, base64 and hexadecimal. */
export function disguisesOf(secret: string): ReadonlyMap<string, string> {
  const url = encodeURIComponent(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  return new Map([
    ['raw', secret],
    ['JSON', json],
    ['JSON in JSON', JSON.stringify(json).slice(1, -1)],
    ['HTML', secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')],
    ['HTML text', secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;')],
    ['URL-encoded', url],
    ['URL-encoded twice', encodeURIComponent(url)],
    ['form-encoded', new URLSearchParams({ s: secret }).toString().slice(2)],
    ['hexadecimal', Buffer.from(secret).toString('hex')],
    ...[0, 1, 2].flatMap((shift) => base64At(secret, shift)),
  ]);
}

/** The part of a base64 text that only the secret decides, for each place at which it can stand in what is encoded. */
function base64At(secret: string, shift: number): readonly (readonly [string, string])[] {
  const whole = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
  const upTo = Math.floor((whole.length * 8) / 6);
  const from = Math.ceil((shift * 8) / 6);
  return (['base64', 'base64url'] as const).map((name) => [
    `${name} at ${shift}`,
    whole.toString(name).slice(from, upTo),
  ]);
}
