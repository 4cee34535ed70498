import { kindFolders } from '../../kernel/discover.ts';
import { ROOT } from '../root.ts';

/** Where the checkout's sources are, the folder of each kind among them. */
export const KIND_FOLDERS = kindFolders({ root: ROOT });
export const FOLDERS = [
  'kernel',
  'fixtures',
  'evidence',
  'reports',
  'publishers',
  ...KIND_FOLDERS,
  'scripts',
];
