import { contentTypeOf } from './content-type.ts';
import { isTarHeader, nameIn, sizeIn, TAR_BLOCK_BYTES } from './tar-header.ts';
import { Unreadable } from './unreadable.ts';

/**
 * Throws Unreadable for a tar that holds more than plain files, for it is searched as it is and not opened: an archive or
 * compressed content inside could hold a secret that nobody sees. Throws it for a broken one as well.
 */
export function refuseTarOfArchives(archive: Buffer, embedsArchive: (content: Buffer) => boolean): void {
  for (let at = 0; at + TAR_BLOCK_BYTES <= archive.length;) {
    const header = archive.subarray(at, at + TAR_BLOCK_BYTES);
    if (header.every((byte) => byte === 0)) return;
    const bytes = sizeIn(header);
    const start = at + TAR_BLOCK_BYTES;
    if (!isTarHeader(header) || bytes === undefined || start + bytes > archive.length)
      throw new Unreadable('the tar archive is broken');
    const content = archive.subarray(start, start + bytes);
    const type = contentTypeOf(nameIn(header), content);
    if ((type !== 'text' && type !== 'binary') || embedsArchive(content))
      throw new Unreadable(`it is a tar archive with an archive inside: ${nameIn(header)}`);
    at = start + Math.ceil(bytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
  }
}
