import { functionArn, type Scope } from '../../base/arn.ts';
import { parseFunctionName } from '../../base/function-name.ts';
import type { ServiceRequest } from '../../base/http-service.ts';
import { member } from '../../base/json.ts';
import { lambdaRoute } from '../../base/lambda-routes.ts';
import { jsonObject, type Requested } from './requested-action.ts';

/** Those that are about no function. */
const ABOUT_NONE = new Set(['ListFunctions', 'GetAccountSettings']);

/** What a call of Lambda's API would do. */
export function requestedOfLambda({ method, path, body, scope }: ServiceRequest): readonly Requested[] {
  const route = lambdaRoute(method, path);
  if (route === undefined) return [{ action: `lambda:${method}`, resource: '*' }];
  const { operation, functionName } = route;
  const action = `lambda:${operation === 'Invoke' ? 'InvokeFunction' : operation}`;
  if (ABOUT_NONE.has(operation)) return [{ action, resource: '*' }];
  const name = operation === 'CreateFunction' ? member(jsonObject(body) ?? {}, 'FunctionName') : functionName;
  return [{ action, resource: resourceOf(name, scope) }];
}

/** Without the qualifier: a Deny on a function must not be passed by naming one of its versions. */
function resourceOf(name: unknown, scope: Scope): string {
  const named = typeof name === 'string' ? parseFunctionName(name, scope) : undefined;
  return named === undefined ? '*' : functionArn(named, named.name);
}
