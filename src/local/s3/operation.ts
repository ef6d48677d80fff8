import type { ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import { readXml, type XmlNode } from '../../base/xml-reader.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { element, printXml, type Xml } from '../service/xml.ts';
import { type Bucket, checkKey } from './bucket.ts';
import type { Buckets } from './buckets.ts';
import type { Cause } from './object-events.ts';

/** One operation of S3. @throws ServiceRefusal for what the caller did wrong. */
export type S3Operation = (call: S3Request) => Promise<ServiceResponse>;

/** A request to S3, and what it is about. */
export class S3Request {
  readonly http: ServiceRequest;
  readonly buckets: Buckets;
  readonly #names: { readonly bucket?: string; readonly key?: string };

  constructor(
    http: ServiceRequest,
    buckets: Buckets,
    names: { readonly bucket?: string; readonly key?: string },
  ) {
    this.http = http;
    this.buckets = buckets;
    this.#names = names;
  }

  get account(): string {
    return this.http.scope.account;
  }

  get bucketName(): string {
    return this.#names.bucket ?? '';
  }

  /** @throws ServiceRefusal NoSuchBucket */
  get bucket(): Bucket {
    return this.buckets.bucket(this.account, this.bucketName);
  }

  /** @throws ServiceRefusal KeyTooLongError */
  get key(): string {
    const { key = '' } = this.#names;
    checkKey(key);
    return key;
  }

  get cause(): Cause {
    const { requestId, remoteAddress } = this.http;
    return { requestId, account: this.account, address: remoteAddress?.replace(/^::ffff:/, '') };
  }

  header(name: string): string | undefined {
    const value = this.http.headers[name];
    return typeof value === 'string' ? value : value?.join(',');
  }

  parameter(name: string): string | undefined {
    return this.http.query.get(name) ?? undefined;
  }

  /** A whole number from 0, of a parameter. @throws ServiceRefusal InvalidArgument */
  number(name: string, max: number): number | undefined {
    const text = this.parameter(name);
    if (text === undefined || text === '') return undefined;
    if (/^\d{1,10}$/.test(text)) return Math.min(Number(text), max);
    throw new ServiceRefusal('InvalidArgument', `Provided ${name} not an integer or within integer range`);
  }

  /** The body as XML; undefined when there is none. @throws ServiceRefusal MalformedXML */
  xml(): XmlNode | undefined {
    const text = this.http.body.toString();
    if (text.trim() === '') return undefined;
    try {
      return readXml(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw malformedXml();
    }
  }
}

export function malformedXml(): ServiceRefusal {
  return new ServiceRefusal(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

export function invalidArgument(message: string): ServiceRefusal {
  return new ServiceRefusal('InvalidArgument', message);
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

export function xmlAnswer(
  name: string,
  content: Xml,
  headers: Readonly<Record<string, string>> = {},
): ServiceResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${printXml(element(name, content, NAMESPACE))}`,
  };
}

export function emptyAnswer(status = 200, headers: Readonly<Record<string, string>> = {}): ServiceResponse {
  return { status, headers, body: '' };
}

/** As S3 writes it: in whole seconds. */
export function isoTime(at: number): string {
  return new Date(Math.floor(at / 1000) * 1000).toISOString();
}

export function quoted(etag: string): string {
  return `"${etag}"`;
}
