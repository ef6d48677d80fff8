import { spawnSync } from 'node:child_process';
import type { JsonObject } from '../../src/base/json.ts';
import { zipFiles } from '../../src/cli/zip.ts';
import type { RecordedFunction } from './recorded-case.ts';

/** The parameters of CreateFunction for a function that does what the recorded one did. */
export function functionOf({ name, runtime, handler, behaviour }: RecordedFunction): JsonObject {
  return {
    FunctionName: name,
    Runtime: runtime,
    Handler: handler,
    Role: 'arn:aws:iam::000000000000:role/any',
    // Some sleep longer than their callers wait.
    Timeout: 90,
    Code: { ZipFile: archiveOf(sourceOf(behaviour)).toString('base64') },
  };
}

function archiveOf(source: string): Buffer {
  return zipFiles([{ name: 'handler.py', content: Buffer.from(source), isExecutable: false }]);
}

/** All recorded functions are written in it. */
export function hasPython(): boolean {
  return spawnSync('python3', ['--version']).status === 0;
}

/** In Python, and with the same line numbers: the stack traces of failures are part of the records. */
function sourceOf({ does, returns, errorMessage }: RecordedFunction['behaviour']): string {
  if (does === 'raises a class of its own') {
    return `class CustomException(Exception):\n    message: str\n\n    def __init__(self):\n        self.message = "CustomException message"\n\n\ndef handler(event, context):\n    raise CustomException()\n`;
  }
  return `def handler(event, context):\n    ${statementOf({ does, returns, errorMessage })}\n`;
}

function statementOf({
  does,
  returns,
  errorMessage,
}: {
  does: string;
  returns: unknown;
  errorMessage: string | undefined;
}): string {
  switch (does) {
    case 'returns its event unchanged':
      return 'return event';
    case 'returns a constant':
      return `return ${JSON.stringify(returns)}`;
    case 'returns bytes, which the runtime turns into a string':
      return `return b'${returns}'`;
    case "returns the string 'input-event-' + str(event) (Python repr of the event)":
      return `return 'input-event-' + str(event)`;
    case "returns a string of 263168 times 'a' (over the 262144-byte state limit)":
      return `return 'a' * 263168`;
    case 'sleeps 60 seconds, then returns':
      return 'import time; time.sleep(60)';
    case 'raises':
      return `raise Exception(${JSON.stringify(errorMessage)})`;
    default:
      throw new Error(`a function that ${does} is new`);
  }
}
