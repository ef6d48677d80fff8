import { isOptimized } from './optimized.ts';
import { isSdkAction } from './sdk-actions.ts';

/** What a Task's `Resource` names (spec/asl.md §9). */
export type Resource =
  | { readonly kind: 'function'; readonly arn: string }
  | { readonly kind: 'activity'; readonly arn: string }
  | {
      readonly kind: 'service';
      readonly arn: string;
      /** `lambda`, `sqs`, `states`, `http`, `aws-sdk:s3`: history's `resourceType`. */
      readonly service: string;
      /** `invoke`, `sendMessage`: without the pattern. */
      readonly action: string;
      readonly pattern: Pattern;
    };

/** How a service task ends: with the response, with the job (`.sync`), or with a token. */
type Pattern = 'requestResponse' | 'sync' | 'sync:2' | 'waitForTaskToken';

/**
 * Takes a `Resource` apart; undefined when AWS knows no such resource.
 *
 * Region, account and partition are not checked: definitions are written for other accounts, and templates carry
 * placeholders there. A function of another service than Lambda is a service resource, which nothing implements.
 */
export function parseResource(arn: string): Resource | undefined {
  const [scheme, partition = '', owner = '', , account, ...rest] = arn.split(':');
  if (scheme !== 'arn' || !/^aws[a-z-]*$/.test(partition) || account === undefined) return undefined;
  const [kind = '', name = '', qualifier, ...more] = rest;
  if (owner === 'states') return kind === 'activity' ? activity(arn, rest) : serviceResource(arn, rest);
  if (kind !== 'function' || more.length > 0 || !/^[\w-]+$/.test(name)) return undefined;
  if (qualifier !== undefined && !/^(\$LATEST|[\w-]+)$/.test(qualifier)) return undefined;
  if (owner === 'lambda') return { kind: 'function', arn };
  return { kind: 'service', arn, service: owner, action: 'function', pattern: 'requestResponse' };
}

function activity(arn: string, [, name = '', ...more]: readonly string[]): Resource | undefined {
  return name === '' || more.length > 0 ? undefined : { kind: 'activity', arn };
}

/** `lambda:invoke`, `states:startExecution.sync:2`, `aws-sdk:s3:getObject.waitForTaskToken`. */
function serviceResource(arn: string, parts: readonly string[]): Resource | undefined {
  const isSdk = parts[0] === 'aws-sdk';
  const service = parts.slice(0, isSdk ? 2 : 1).join(':');
  const [action = '', suffix, ...more] = parts
    .slice(isSdk ? 2 : 1)
    .join(':')
    .split('.');
  if (more.length > 0) return undefined;
  const pattern = suffix === undefined ? 'requestResponse' : PATTERNS.get(suffix);
  if (pattern === undefined) return undefined;
  const isKnown = isSdk ? isSdkCall(service, action, pattern) : isOptimized(service, action, pattern);
  return isKnown ? { kind: 'service', arn, service, action, pattern } : undefined;
}

const PATTERNS: ReadonlyMap<string, Pattern> = new Map([
  ['sync', 'sync'],
  ['sync:2', 'sync:2'],
  ['waitForTaskToken', 'waitForTaskToken'],
]);

/** Any service, and any action of one that is not known here: AWS has over 200 and 10,000 of them. Jobs (`.sync`) exist only for optimized ones. */
function isSdkCall(service: string, action: string, pattern: Pattern): boolean {
  const isCall = /^aws-sdk:[a-z][a-z0-9]*$/.test(service) && /^[a-z][A-Za-z0-9]*$/.test(action);
  if (!isCall || !isSdkAction(service.slice('aws-sdk:'.length), action)) return false;
  return pattern === 'requestResponse' || pattern === 'waitForTaskToken';
}
