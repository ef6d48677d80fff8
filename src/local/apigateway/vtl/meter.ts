import type { Instant } from '../../../base/time.ts';
import { TemplateError } from './template-error.ts';

const STEPS_MAX = 500_000;
/** All text that a template makes, printed or not. */
const CHARACTERS_MAX = 20_000_000;
const MS_MAX = 1000;
/** AWS's limit for one loop (API Gateway quotas). */
export const ITERATIONS_MAX = 1000;
/** How deep a value may be that is printed: a map may hold itself. */
export const VALUE_DEPTH_MAX = 100;

/** What one run of a template may cost: it holds up everyone else meanwhile. */
export class Meter {
  readonly #now: () => Instant;
  readonly #endsAt: Instant;
  #steps = 0;
  #characters = 0;

  constructor(now: () => Instant) {
    this.#now = now;
    this.#endsAt = now() + MS_MAX;
  }

  /** @throws TemplateError */
  step(): void {
    this.#steps += 1;
    if (this.#steps > STEPS_MAX) throw new TemplateError('The template takes too many steps');
    if (this.#steps % 256 === 0) this.checkTime();
  }

  /** @returns the text that has been made. @throws TemplateError */
  made(text: string): string {
    this.reserve(text.length);
    return text;
  }

  /** Counts characters that are about to be made. @throws TemplateError */
  reserve(characters: number): void {
    this.#characters += characters;
    if (this.#characters > CHARACTERS_MAX) throw new TemplateError('The template makes too much text');
  }

  /** @throws TemplateError */
  checkTime(): void {
    if (this.#now() > this.#endsAt) throw new TemplateError(`The template takes longer than ${MS_MAX} ms`);
  }
}
