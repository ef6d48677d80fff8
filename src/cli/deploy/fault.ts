/** Where something stands in a template: `['Resources', 'Topic', 'Type']`. */
export type Path = readonly string[];

/** Something is wrong at a place of a template. Caught only in `template.ts`, which knows the file and the line. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly path: Path;

  constructor(path: Path, message: string) {
    super(message);
    this.path = path;
  }
}
