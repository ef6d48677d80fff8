import { AwsCli, Refused } from '../tutorials/aws-cli.ts';
import type { OpenClient, Outcome } from './client.ts';

/** `aws stepfunctions <operation> --cli-input-json …` */
export const openAwsCli: OpenClient = async (endpoint) => {
  const aws = new AwsCli(endpoint);
  return {
    async call(operation, input): Promise<Outcome> {
      const command = operation.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
      try {
        // One page, as it came, and not all of them.
        const options = ['--no-paginate', '--cli-input-json', JSON.stringify(input)];
        return { kind: 'answered', output: await aws.states(command, ...options) };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return refusalOf(error);
      }
    },
    async [Symbol.asyncDispose]() {},
  };
};

function refusalOf(error: Refused): Outcome {
  const found = /An error occurred \((\w+)\) when calling the \w+ operation: ([\s\S]*)/.exec(error.message);
  const [, code, message] = found ?? [];
  // What the command line did not even send is a mistake of the test.
  if (code === undefined || message === undefined) throw error;
  return { kind: 'refused', code, message };
}
