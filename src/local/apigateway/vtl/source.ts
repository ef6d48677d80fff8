import { TemplateError } from './template-error.ts';

/** Deeper templates are refused: everything that reads or runs one is recursive. */
const DEPTH_MAX = 60;

/** A template's text, and how far it has been read. */
export class Source {
  readonly text: string;
  at = 0;
  #depth = 0;

  constructor(text: string, depth = 0) {
    this.text = text;
    this.#depth = depth;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  get depth(): number {
    return this.#depth;
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** Goes past this text, if it is here. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.at += text.length;
    return true;
  }

  /** @param pattern Sticky. @returns what it matched here, having gone past it. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.at = pattern.lastIndex;
    return found;
  }

  space(): void {
    this.match(/\s+/y);
  }

  expect(text: string): void {
    this.space();
    if (!this.take(text)) this.fail(`'${text}' was expected`);
  }

  nested<Result>(read: () => Result): Result {
    if (++this.#depth > DEPTH_MAX) this.fail(`more than ${DEPTH_MAX} levels are nested`);
    const result = read();
    this.#depth -= 1;
    return result;
  }

  fail(problem: string): never {
    const line = this.text.slice(0, this.at).split('\n').length;
    throw new TemplateError(`${problem} on line ${line} of the template`);
  }
}
