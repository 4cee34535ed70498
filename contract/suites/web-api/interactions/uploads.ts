import { digestOf, type ExampleFile, FILE, PAGE } from '../example-files.ts';
import type { Interaction } from '../interaction.ts';
import {
  EXAMPLE,
  cursorOrNull,
  eachLike,
  given,
  id,
  integer,
  ofTenant,
  pathOf,
  refusal,
  regex,
  signedIn,
  string,
  time,
  withKey,
} from '../../shared/pact-terms.ts';

const tag = '@CON-02/uploads';
const upload = {
  id: id('upload'),
  name: string(FILE.name),
  type: string(FILE.type),
  size: integer(2048),
  sha256: regex('^[0-9a-f]{64}$', 'abcd1234'.repeat(8)),
  createdBy: string(EXAMPLE.email),
  createdAt: time(),
};

export const uploads: Interaction = {
  description: 'a page of uploads',
  tag,
  state: 'two uploads',
  request: { method: 'GET', path: '/uploads', headers: signedIn, query: { limit: '20' } },
  answer: { status: 200, headers: ofTenant, json: { items: eachLike(upload), nextCursor: cursorOrNull } },
};
export const olderUploads: Interaction = {
  ...uploads,
  description: 'an older page of uploads',
  request: { ...uploads.request, query: { limit: '20', cursor: given('${cursor}', EXAMPLE.cursor) } },
};

const store = (file: ExampleFile) => ({
  method: 'POST',
  path: '/uploads',
  query: { name: file.name },
  headers: { ...withKey, 'content-digest': digestOf(file) },
  text: file,
});
export const newUpload: Interaction = {
  description: 'a new upload',
  tag,
  state: 'somebody is signed in, with a key of their own',
  request: store(FILE),
  answer: { status: 201, headers: ofTenant, json: { ...upload, size: FILE.content.length } },
};
export const uploadOfOtherType: Interaction = {
  ...newUpload,
  description: 'a new upload of a type that is not taken',
  request: store(PAGE),
  answer: { status: 415, headers: ofTenant, json: refusal('UNSUPPORTED_MEDIA_TYPE') },
};

const content = { method: 'GET', path: pathOf('/uploads/{upload}/content'), headers: signedIn };
export const uploadContent: Interaction = {
  description: 'the content of an upload',
  tag,
  state: 'two uploads',
  request: content,
  answer: {
    status: 200,
    headers: {
      ...ofTenant,
      'content-length': String(FILE.content.length),
      'content-digest': digestOf(FILE),
      'content-disposition': `attachment; filename="${FILE.name}"`,
    },
    text: FILE,
  },
};
export const deletedContent: Interaction = {
  description: 'the content of an upload that was deleted',
  tag,
  state: 'an upload that was deleted',
  request: content,
  answer: { status: 404, headers: ofTenant, json: refusal('NOT_FOUND') },
};
export const uploadDeletion: Interaction = {
  description: 'the deletion of an upload',
  tag,
  state: 'two uploads',
  request: { method: 'DELETE', path: pathOf('/uploads/{upload}'), headers: signedIn },
  answer: { status: 204, headers: ofTenant },
};
