import type { Cors } from './http-api.ts';

export interface CorsRequest {
  readonly method: string;
  readonly origin: string | undefined;
  /** `Access-Control-Request-Method`: a browser asks first. */
  readonly asksFor: string | undefined;
}

type Headers = Readonly<Record<string, readonly string[]>>;

/** Whether API Gateway answers by itself, before any route. */
export function isPreflight({ method, origin, asksFor }: CorsRequest): boolean {
  return method === 'OPTIONS' && origin !== undefined && asksFor !== undefined;
}

/** What a browser is told of what it may do; nothing for an origin that is not allowed. */
export function preflightHeaders(cors: Cors, request: CorsRequest): Headers {
  const origin = allowedOrigin(cors, request.origin);
  if (origin === undefined) return {};
  return {
    ...originHeaders(cors, origin),
    ...listed('access-control-allow-methods', cors.allowMethods),
    ...listed('access-control-allow-headers', cors.allowHeaders),
    ...(cors.maxAge === undefined ? {} : { 'access-control-max-age': [String(cors.maxAge)] }),
  };
}

/** An answer with the API's own CORS headers instead of those that its integration has made. */
export function withCors(headers: Headers, cors: Cors, request: CorsRequest): Headers {
  const others = Object.entries(headers).filter(([name]) => !/^access-control-/i.test(name));
  const origin = allowedOrigin(cors, request.origin);
  return {
    ...Object.fromEntries(others),
    ...(origin === undefined ? {} : originHeaders(cors, origin)),
    ...(origin === undefined ? {} : listed('access-control-expose-headers', cors.exposeHeaders)),
  };
}

function originHeaders({ allowCredentials }: Cors, origin: string): Headers {
  return {
    'access-control-allow-origin': [origin],
    ...(allowCredentials === true ? { 'access-control-allow-credentials': ['true'] } : {}),
    ...(origin === '*' ? {} : { vary: ['Origin'] }),
  };
}

function allowedOrigin({ allowOrigins = [] }: Cors, origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  if (allowOrigins.includes('*')) return '*';
  const wanted = origin.toLowerCase();
  const isAllowed = allowOrigins.some((one) =>
    one.endsWith('://*') ? wanted.startsWith(one.slice(0, -1).toLowerCase()) : one.toLowerCase() === wanted,
  );
  return isAllowed ? origin : undefined;
}

function listed(name: string, values: readonly string[] | undefined): Headers {
  return values === undefined || values.length === 0 ? {} : { [name]: [values.join(',')] };
}
