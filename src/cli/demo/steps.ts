import { performance } from 'node:perf_hooks';
import { printable, type Terminal } from '../terminal.ts';

/** Runs one step of the demo and returns what it returned; a failed step is marked, and its error thrown on. */
export type Step = <Result>(
  title: string,
  work: () => Promise<Result>,
  options?: { readonly remark: (result: Result) => string },
) => Promise<Result>;

/** Steps that print a tick, their title and how long they took. */
export function steps({ out, outColors }: Terminal, now: () => number = () => performance.now()): Step {
  return async (title, work, options) => {
    const startedAt = now();
    try {
      const result = await work();
      const remark = options === undefined ? '' : `  ${outColors.dim(printable(options.remark(result)))}`;
      out(
        `${outColors.green('✓')} ${title}  ${outColors.dim(`${(now() - startedAt).toFixed(1)} ms`)}${remark}`,
      );
      return result;
    } catch (error) {
      out(`${outColors.red('✗')} ${title}`);
      throw error;
    }
  };
}
