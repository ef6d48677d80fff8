import type { Scope } from '../base/arn.ts';
import type { Segment } from './segment.ts';

/** Where traces go. */
export interface TraceSink {
  /** Returns at once; what cannot be kept is dropped, and said. */
  append(scope: Scope, segments: readonly Segment[]): void;
}
