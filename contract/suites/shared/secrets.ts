/** Of what a process was given, what nobody may see: keys, tokens, and what stands before the @ of a URL. */
export function secretsIn(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (/SECRET|TOKEN|KEY|PASS/.test(name)) return [value];
    const url = URL.canParse(value) ? new URL(value) : undefined;
    return url === undefined || url.password === '' ? [] : [decodeURIComponent(url.password)];
  });
}
