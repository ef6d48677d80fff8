import { ServiceRefusal } from '../service/refusal.ts';

/** `The role with name r cannot be found.` */
export function noSuchRole(name: string): ServiceRefusal {
  return new ServiceRefusal('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
}

export function noSuchPolicy(arn: string): ServiceRefusal {
  return new ServiceRefusal('NoSuchEntity', `Policy ${arn} was not found.`, 404);
}

export function noSuchInlinePolicy(name: string): ServiceRefusal {
  return new ServiceRefusal('NoSuchEntity', `The role policy with name ${name} cannot be found.`, 404);
}

export function alreadyExists(message: string): ServiceRefusal {
  return new ServiceRefusal('EntityAlreadyExists', message, 409);
}

export function deleteConflict(message: string): ServiceRefusal {
  return new ServiceRefusal('DeleteConflict', message, 409);
}

export function malformed(message: string): ServiceRefusal {
  return new ServiceRefusal('MalformedPolicyDocument', message);
}

export function invalid(message: string): ServiceRefusal {
  return new ServiceRefusal('ValidationError', message);
}
