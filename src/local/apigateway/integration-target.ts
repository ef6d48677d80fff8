/** `arn:aws:apigateway:us-east-1:states:action/StartExecution`, taken apart. */
export interface Target {
  readonly region: string;
  /** `states`, `lambda`. A subdomain before it, as for S3, is left out. */
  readonly service: string;
  readonly kind: 'action' | 'path';
  /** The action, or the path without its first slash. */
  readonly what: string;
}

/** Undefined when it is no such ARN, or has neither an action nor a path. */
export function targetOf(uri: string): Target | undefined {
  const found = /^arn:aws[a-z-]*:apigateway:([a-z0-9-]+):(?:[^:]*\.)?([a-z0-9-]+):(action|path)\/(.*)$/s.exec(
    uri,
  );
  if (found === null) return undefined;
  const [, region = '', service = '', kind, what = ''] = found;
  if (what === '' && kind === 'action') return undefined;
  return { region, service, kind: kind === 'action' ? 'action' : 'path', what };
}
