import { isSameServer } from '../endpoint/is-same-server.ts';
import type { FunctionCall, FunctionHost } from './port.ts';
import type { RemoteHostOptions } from './remote-host.ts';

export interface NamedHostOptions extends RemoteHostOptions {
  /** Where this server is reached; asked when there is a call. */
  readonly ownUrl: () => string;
}

/**
 * Functions that are not here may be at an endpoint that the environment names. A shell that has been told where this server is
 * names this server itself, which has no other functions, and has got no calls that its own host does not know.
 */
export function createNamedHost({ ownUrl, ...options }: NamedHostOptions): FunctionHost {
  const isHere = () => isSameServer(options.endpointUrl, ownUrl());
  return {
    async invoke(call: FunctionCall, signal: AbortSignal) {
      if (isHere()) return undefined;
      const { createRemoteHost } = await import('./remote-host.ts');
      return await createRemoteHost(options).invoke(call, signal);
    },
    resume: async () => (isHere() ? 'unsent' : 'unknown'),
  };
}
