import { functionArn, type Scope } from '../../base/arn.ts';
import { parseFunctionName } from '../../base/function-name.ts';
import type { ServiceRequest } from '../../base/http-service.ts';
import { member } from '../../base/json.ts';
import { jsonObject, type Requested } from './requested-action.ts';

const ROOT = '/2015-03-31/functions';

/** By method and by what follows the function's name in the path. */
const ACTIONS: Readonly<Record<string, string>> = {
  'GET ': 'lambda:GetFunction',
  'DELETE ': 'lambda:DeleteFunction',
  'GET configuration': 'lambda:GetFunctionConfiguration',
  'PUT configuration': 'lambda:UpdateFunctionConfiguration',
  'PUT code': 'lambda:UpdateFunctionCode',
  'POST invocations': 'lambda:InvokeFunction',
};

/** What a call of Lambda's API would do. */
export function requestedOfLambda({ method, path, body, scope }: ServiceRequest): readonly Requested[] {
  const rest = path.startsWith(ROOT) ? path.slice(ROOT.length).replace(/\/$/, '') : undefined;
  if (rest === '' && method === 'GET') return [{ action: 'lambda:ListFunctions', resource: '*' }];
  if (rest === '' && method === 'POST') {
    const name = member(jsonObject(body) ?? {}, 'FunctionName');
    return [{ action: 'lambda:CreateFunction', resource: resourceOf(name, scope) }];
  }
  const [, name, what = ''] = /^\/([^/]+)(?:\/([a-z]+))?$/.exec(rest ?? '') ?? [];
  const key = `${method} ${what}`;
  const action = Object.hasOwn(ACTIONS, key) ? ACTIONS[key] : undefined;
  return [{ action: action ?? `lambda:${method}`, resource: resourceOf(name, scope) }];
}

/** Without the qualifier: there is one version only, and a Deny on a function must not be passed by naming it. */
function resourceOf(name: unknown, scope: Scope): string {
  const named = typeof name === 'string' ? parseFunctionName(name, scope) : undefined;
  return named === undefined ? '*' : functionArn(named, named.name);
}
