/** A file that cannot be searched for secrets, so that it must be left out of evidence. Its message is the reason. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
