import * as sfn from '@aws-sdk/client-sfn';
import type { OpenClient } from './client.ts';

/** The AWS SDK for JavaScript, version 3. */
export const openSdk: OpenClient = async (endpoint) => {
  const client = new sfn.SFNClient({
    ...{ endpoint, region: 'us-east-1', maxAttempts: 1 },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    disableHostPrefix: true,
  });
  return {
    async call(operation, input) {
      try {
        const { $metadata, ...output } = await send(client, operation, input);
        return { kind: 'answered', output };
      } catch (error) {
        if (!(error instanceof sfn.SFNServiceException) || !isOfItsClass(error)) throw error;
        return { kind: 'refused', code: error.name, message: error.message };
      }
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
    },
  };
};

/** Programs catch by class: an error that the model names must be of the one that the package has for it. */
function isOfItsClass(error: sfn.SFNServiceException): boolean {
  const ItsClass = Object(sfn)[error.name];
  return ItsClass === undefined || error instanceof ItsClass;
}

type Send = (
  client: sfn.SFNClient,
  operation: string,
  input: object,
) => Promise<object & { $metadata: unknown }>;

export const send: Send = async (client, operation, input) => {
  // The package exports each operation as <Operation>Command; which one this is, only the test knows.
  const Command = Object(sfn)[`${operation}Command`] as typeof sfn.ListActivitiesCommand;
  return await client.send(new Command(input));
};
