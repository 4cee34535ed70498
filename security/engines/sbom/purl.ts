/** A package's URL: `pkg:npm/%40scope/name@1.0.0`. */
export function purlOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `pkg:npm/${name.split('/').map(encodeURIComponent).join('/')}@${encodeURIComponent(version)}`;
}

/** The package that a URL names; undefined where it is none of npm's. */
export function ofPurl(purl: string): { readonly name: string; readonly version: string } | undefined {
  const [, path, version] = /^pkg:npm\/(.+)@([^@]+)$/.exec(purl) ?? [];
  if (path === undefined || version === undefined) return undefined;
  return { name: decodeURIComponent(path), version: decodeURIComponent(version) };
}
