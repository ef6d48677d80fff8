import type { HttpService, ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../../base/json.ts';
import { notImplemented, refusalOf } from '../service/refusal.ts';
import type { ControlServices } from './control-operation.ts';
import { badRequest } from './refusals.ts';
import { routeOf } from './routes.ts';

/** API Gateway's control plane: REST and JSON. */
export class ControlPlane implements HttpService {
  readonly bodyBytesMax: number;
  readonly #services: ControlServices;

  constructor(services: ControlServices, bodyBytesMax: number) {
    this.#services = services;
    this.bodyBytesMax = bodyBytesMax;
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    try {
      const { scope, query, signal } = request;
      const found = routeOf(request.method, request.path);
      if (found === undefined) throw notImplemented('API Gateway', `${request.method} ${request.path}`);
      if (query.get('mode') === 'import') throw notImplemented('API Gateway', 'ImportRestApi');
      const input = inputOf(request.body);
      const call = { scope, query, signal, path: found.path, input };
      const { status, body } = await found.operation(call, this.#services);
      return { status, headers: JSON_TYPE, body: body === undefined ? '' : JSON.stringify(body) };
    } catch (error) {
      const { code, message, status } = refusalOf(error);
      const headers = { ...JSON_TYPE, 'x-amzn-errortype': code };
      return { status, headers, body: JSON.stringify({ message }) };
    }
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };

function inputOf(body: Buffer): JsonObject {
  let value: Json;
  try {
    value = body.length === 0 ? {} : parseJson(body.toString());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw badRequest('Invalid JSON in the request');
  }
  if (isObject(value)) return value;
  throw badRequest('Invalid request input');
}
