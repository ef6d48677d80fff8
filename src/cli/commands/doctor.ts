import { type Inspection, inspectDirectory } from '../../store/sqlite/inspection.ts';
import { isPassing, isSqliteError, messageOf } from '../../store/sqlite/sqlite-error.ts';
import { type Examination, examine } from '../doctor/examine.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printable, type Terminal } from '../terminal.ts';

/** Looks for anything wrong in a data directory and changes nothing; a server may run on it meanwhile. */
export async function doctor(directory: string, terminal: Terminal): Promise<ExitCode> {
  const inspection = inspected(directory);
  if (typeof inspection === 'string')
    return report(
      { executions: 0, documents: 0, troubles: [{ place: 'database', what: inspection }] },
      terminal,
    );
  try {
    let next = PROGRESS_EVERY;
    const examination = await examine(inspection, (seen, total) => {
      if (seen < next) return;
      terminal.say(`${seen} of ${total} executions`);
      next += PROGRESS_EVERY;
    });
    return report(examination, terminal);
  } finally {
    inspection.close();
  }
}

const PROGRESS_EVERY = 10_000;
const TROUBLES_MAX = 100;

/** A file that SQLite cannot open at all is a finding too. */
function inspected(directory: string): Inspection | string {
  try {
    return inspectDirectory(directory);
  } catch (error) {
    if (!isSqliteError(error) || isPassing(error)) throw error;
    return messageOf(error);
  }
}

function report({ executions, documents, troubles }: Examination, terminal: Terminal): ExitCode {
  for (const { place, what } of troubles.slice(0, TROUBLES_MAX)) terminal.out(printable(`${place} ${what}`));
  if (troubles.length > TROUBLES_MAX) terminal.out(`and ${troubles.length - TROUBLES_MAX} more`);
  const found = troubles.length === 0 ? 'nothing wrong' : `${troubles.length} wrong`;
  terminal.say(`${executions} executions and ${documents} documents checked: ${found}`);
  return troubles.length === 0 ? EXIT.ok : EXIT.failed;
}
