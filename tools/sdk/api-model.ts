/** A service's API as AWS describes it for its SDKs, as far as it is read here. */
export interface ApiModel {
  readonly metadata: {
    readonly protocol: 'json' | 'query' | 'rest-json' | 'rest-xml' | 'ec2';
    readonly apiVersion: string;
    readonly serviceId: string;
    readonly endpointPrefix: string;
    readonly signingName?: string;
    readonly targetPrefix?: string;
    readonly jsonVersion?: string;
    readonly xmlNamespace?: string;
  };
  readonly operations: {
    readonly [name: string]: {
      readonly deprecated?: boolean;
      readonly http: { readonly method: string; readonly requestUri: string };
      readonly input?: ApiReference;
      readonly output?: ApiReference;
    };
  };
  readonly shapes: { readonly [name: string]: ApiShape };
}

export interface ApiReference {
  readonly shape: string;
  readonly location?: 'uri' | 'querystring' | 'header' | 'headers' | 'statusCode';
  readonly locationName?: string;
  readonly resultWrapper?: string;
  readonly flattened?: boolean;
  readonly xmlAttribute?: boolean;
  readonly timestampFormat?: string;
}

export interface ApiShape {
  readonly type:
    | 'structure'
    | 'list'
    | 'map'
    | 'string'
    | 'character'
    | 'integer'
    | 'long'
    | 'float'
    | 'double'
    | 'boolean'
    | 'timestamp'
    | 'blob';
  readonly members?: { readonly [name: string]: ApiReference };
  readonly member?: ApiReference;
  readonly key?: ApiReference;
  readonly value?: ApiReference;
  readonly payload?: string;
  readonly flattened?: boolean;
  readonly document?: boolean;
  readonly eventstream?: boolean;
  readonly timestampFormat?: string;
  readonly exception?: boolean;
  readonly error?: { readonly code?: string };
}

export function apiShapeOf(model: ApiModel, name: string): ApiShape {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`the model has no shape ${name}`);
  return shape;
}
