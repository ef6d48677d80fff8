import type { Entropy } from '../base/entropy.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { Instant } from '../base/time.ts';
import type { Scope } from '../query/language.ts';
import { buildContext, type ContextItem } from './context-object.ts';
import type { Frame } from './execution.ts';
import type { Turn } from './turn.ts';
import { findVariable } from './variables.ts';

/** What a state's expressions see while it runs in a frame. */
export class Visit implements Scope {
  readonly turn: Turn;
  readonly frame: Frame;
  result: Json | undefined;
  errorOutput: Json | undefined;
  /** Set while a Map's ItemSelector runs. */
  item: ContextItem | undefined;
  #context: JsonObject | undefined;

  constructor(turn: Turn, frame: Frame) {
    this.turn = turn;
    this.frame = frame;
  }

  /** Parsed on first use: most states never look at it. */
  get input(): Json {
    return this.frame.input.value;
  }

  get entropy(): Entropy {
    return this.turn.env.entropy;
  }

  get now(): Instant {
    return this.turn.env.now;
  }

  elapsedMs(): number {
    const { env } = this.turn;
    const elapsedMs = env.elapsedMs();
    env.patience?.check(elapsedMs);
    return elapsedMs;
  }

  losePatience(): void {
    this.turn.env.patience?.lose(this.turn.env.elapsedMs());
  }

  patienceMs(): number {
    const { env } = this.turn;
    return env.patience?.leftMs(env.elapsedMs()) ?? Number.POSITIVE_INFINITY;
  }

  context(): JsonObject {
    if (this.#context === undefined) {
      const built = buildContext(this.turn, this.frame, this.item);
      this.#context = this.turn.watch?.context(built) ?? built;
    }
    return this.#context;
  }

  variable(name: string): Json | undefined {
    return findVariable(this.frame, name);
  }
}
