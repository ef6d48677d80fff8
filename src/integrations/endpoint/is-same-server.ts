/** Whether an endpoint that the environment names is this server: it goes by many names, but has its port alone. */
export function isSameServer(endpointUrl: string, ownUrl: string): boolean {
  return new URL(endpointUrl).port === new URL(ownUrl).port;
}
