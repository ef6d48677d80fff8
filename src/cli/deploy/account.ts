import { EXIT, Refusal } from '../exit-code.ts';
import { type Aws, isMissingHere, xmlText } from './aws.ts';
import { accountOf } from './resources/lambda.ts';

/** The account behind the credentials: STS says it, or a function that is not there. @throws Refusal */
export async function askAccount(aws: Aws): Promise<string> {
  try {
    const account = xmlText(await aws.query('sts', 'GetCallerIdentity', {}), 'Account');
    if (account !== undefined) return account;
  } catch (error) {
    if (!isMissingHere(error)) throw error;
  }
  const account = await accountOf({ aws });
  if (account === undefined)
    throw new Refusal(EXIT.failed, 'the server does not say which account these keys are of');
  return account;
}
