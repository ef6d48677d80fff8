import type { HttpService, ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import { type JsonObject, member } from '../../base/json.ts';
import { formOf } from './form.ts';
import type { JsonOperation } from './json-service.ts';
import { notImplemented, refusalOf, ServiceRefusal } from './refusal.ts';
import { element, printXml, type Xml } from './xml.ts';

export interface QueryServiceOptions {
  /** As people call it: `SNS`. */
  readonly name: string;
  readonly namespace: string;
  readonly bodyBytesMax: number;
  /** By name, as in `Action`. */
  readonly operations: Readonly<Record<string, JsonOperation>>;
  /** Makes an operation's input of its form. */
  readonly read: (operation: string, form: JsonObject, request: ServiceRequest) => JsonObject;
  /** How this service writes the code of a refusal; as it is, unless told. */
  readonly codeOnWire?: (code: string) => string;
  /** What stands in the answer's `<…Result>`; undefined for an operation without a result. */
  readonly write: (operation: string, output: JsonObject) => Xml;
}

/** The wire form of the AWS Query protocol: a form with `Action` in, XML out. */
export class QueryService implements HttpService {
  readonly bodyBytesMax: number;
  readonly #options: QueryServiceOptions;

  constructor(options: QueryServiceOptions) {
    this.bodyBytesMax = options.bodyBytesMax;
    this.#options = options;
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    const { namespace, read, write, codeOnWire } = this.#options;
    const { scope, signal, requestId } = request;
    try {
      const form = formOf(parametersOf(request));
      const { action, operation } = this.#operationOf(form);
      const output = await operation(read(action, form, request), {
        ...{ scope, signal, requestId },
        caller: request.caller,
      });
      const result = write(action, output);
      return response(
        200,
        element(
          `${action}Response`,
          [
            ...(result === undefined ? [] : [element(`${action}Result`, result)]),
            element('ResponseMetadata', element('RequestId', requestId)),
          ],
          namespace,
        ),
      );
    } catch (error) {
      const { code, message, status } = refusalOf(error);
      return refused({ code: codeOnWire?.(code) ?? code, message, status }, { namespace, requestId });
    }
  }

  #operationOf(form: JsonObject): { action: string; operation: JsonOperation } {
    const { name, operations } = this.#options;
    const action = member(form, 'Action');
    if (typeof action !== 'string' || action === '') {
      throw new ServiceRefusal('MissingAction', 'The request must contain the parameter Action.');
    }
    const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
    if (operation === undefined) throw notImplemented(name, action);
    return { action, operation };
  }
}

/** Those of the query string, too: both forms of a call are older than the body. */
function parametersOf({ query, body }: ServiceRequest): Iterable<readonly [string, string]> {
  return [...query, ...new URLSearchParams(body.toString())];
}

function refused(
  { code, message, status }: { readonly code: string; readonly message: string; readonly status: number },
  { namespace, requestId }: { readonly namespace: string; readonly requestId: string },
): ServiceResponse {
  const error = [
    element('Type', status < 500 ? 'Sender' : 'Receiver'),
    element('Code', code),
    element('Message', message),
  ];
  const content = [element('Error', error), element('RequestId', requestId)];
  return response(status, element('ErrorResponse', content, namespace));
}

function response(status: number, xml: Xml): ServiceResponse {
  return { status, headers: { 'content-type': 'text/xml' }, body: printXml(xml) };
}
