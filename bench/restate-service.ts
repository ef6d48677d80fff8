import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * A process of its own beside a Restate server: the service `steps`, whose `run` makes five durable steps. They run in
 * the service itself; ours call a function in yet another process.
 */
interface Sdk {
  service(definition: object): object;
  serve(options: { port: number; services: object[] }): Promise<number>;
}

interface Context {
  run<Result>(name: string, step: () => Result): Promise<Result>;
}

const STEPS = 5;

const [directory = '.'] = process.argv.slice(2);
// A library of JavaScript, as its manual describes it.
const sdk = createRequire(join(directory, 'any.js'))('@restatedev/restate-sdk') as Sdk;
const steps = sdk.service({
  name: 'steps',
  handlers: {
    async run(context: Context, input: object): Promise<object> {
      let value = input;
      for (let step = 0; step < STEPS; step++) {
        const before = value;
        value = await context.run(`step ${step}`, () => before);
      }
      return value;
    },
  },
});
process.send?.(await sdk.serve({ port: 0, services: [steps] }));
