import type { EndpointRequest } from '../endpoint/endpoint.ts';
import type { ServiceFacts } from './facts.ts';
import type { SdkOperation } from './sdk-operation.ts';

/** A service as `aws-sdk:<name>:<action>` reaches it. */
export interface SdkService extends ServiceFacts {
  /** In names of errors: the SDK for Java 2's word. */
  readonly sdk: string;
  /** Changes requests as this service's SDK does. */
  readonly finished?: (
    request: Omit<EndpointRequest, 'scope'>,
    operation: SdkOperation,
  ) => Omit<EndpointRequest, 'scope'>;
  /** The code of a refusal without a document. */
  readonly codeOf?: (operation: string, status: number) => string | undefined;
}
