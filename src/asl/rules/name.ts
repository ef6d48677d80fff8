import { failAs, type Place } from '../place.ts';

const STATE_NAME_LENGTH_MAX = 80;

/** A state's name: unique in the whole machine, because histories and overrides know states by it alone. */
export function checkStateName(name: string, place: Place): void {
  const { stateNames } = place.validation;
  if (stateNames.has(name)) failAs('DUPLICATE_STATE_NAME', place, `Duplicate State name: ${name}`);
  stateNames.add(name);
  if (name === '') failAs('INVALID_STATE_NAME', place, 'The State name cannot be empty');
  else
    checkLength(name, { code: 'INVALID_STATE_NAME', what: 'State', lengthMax: STATE_NAME_LENGTH_MAX }, place);
}

export interface NameRule {
  readonly code: string;
  readonly what: string;
  readonly lengthMax: number;
}

/** The names that become parts of ARNs: spec/asl.md, "Quotas". */
export function checkName(name: string, rule: NameRule, place: Place): void {
  checkLength(name, rule, place);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is forbidden
  if (/[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/u.test(name)) {
    failAs(rule.code, place, `${rule.what} name '${name}' contains invalid characters`);
  }
}

function checkLength(name: string, { code, what, lengthMax }: NameRule, place: Place): void {
  if ([...name].length <= lengthMax) return;
  failAs(
    code,
    place,
    `${what} name '${name}' exceeds the ${lengthMax}-character limit allowed by the service`,
  );
}
