import { StateError } from '../../src/base/state-error.ts';
import { createSdkIntegration } from '../../src/integrations/aws-sdk/sdk-integration.ts';
import { sdkOperation } from '../../src/integrations/aws-sdk/sdk-operation.ts';
import { SDK_SERVICES } from '../../src/integrations/aws-sdk/sdk-services.ts';
import { remoteEndpoint } from '../../src/integrations/endpoint/remote-endpoint.ts';
import { attemptOf } from '../local/endpoint-under-test.ts';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
/** The others are at an endpoint, or nowhere. */
const STAND_INS = new Set([
  ...['apigateway', 'events', 'iam', 'lambda', 'logs', 's3', 'scheduler', 'sns', 'sqs', 'sts', 'xray'],
]);

/** The actions that a server answers with anything else than that it does not have them, over HTTP. */
export async function standInOperations(url: string): Promise<string[]> {
  const found: string[] = [];
  for (const [name, entry] of Object.entries(SDK_SERVICES)) {
    if (!STAND_INS.has(entry.signingName)) continue;
    const { SERVICE: service } = await entry.load();
    const options = { url, service: entry.signingName, credentials: CREDENTIALS, now: Date.now, fetch };
    const integration = createSdkIntegration(service, remoteEndpoint(options));
    for (const operation of Object.keys(service.operations)) {
      const action = operation.charAt(0).toLowerCase() + operation.slice(1);
      const input = sdkOperation(service, operation)?.input ?? [];
      const labels = input.filter(({ place }) => place === 'uri').map((one) => [one.name, 'none']);
      const attempt = attemptOf(`aws-sdk:${name}`, action, Object.fromEntries(labels));
      if (await isThere(() => integration.send(attempt, new AbortController().signal)))
        found.push(`${name}:${action}`);
    }
  }
  return found;
}

async function isThere(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return !/does not have/.test(error.message);
  }
}
