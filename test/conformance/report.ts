import { isMatch, type Result, reasonOf, type Score, scoresOf, shareOf, summaryOf } from './score.ts';

/** The scores, one line an area. */
export function tableOf(results: readonly Result[]): string {
  const rows = [...scoresOf(results), ...sumOf(results)].map((score) => [
    score.area,
    String(score.passed),
    String(score.total),
    `${shareOf(score)} %`,
  ]);
  return markdownOf([['area', 'passed', 'total', 'share'], ...rows]);
}

/** The recorded executions of all files together: the line by which a release is judged. */
function sumOf(results: readonly Result[]): Score[] {
  const executions = results.filter(({ area }) => EXECUTIONS.test(area));
  if (new Set(executions.map(({ area }) => area)).size < 2) return [];
  const passed = executions.filter(isMatch).length;
  return [{ area: 'executions together', passed, total: executions.length }];
}

const EXECUTIONS = /^(executions|express)_/;

function markdownOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  // The first column holds names, the others numbers.
  const lines = rows.map((row) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    ),
  );
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [...lines.slice(0, 1), rule, ...lines.slice(1)]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** For programs: the scores, and every case that differs. */
export function jsonOf(results: readonly Result[]): object {
  return {
    areas: scoresOf(results).map((score) => ({ ...score, share: Number(shareOf(score)) })),
    differences: results
      .filter((result) => !isMatch(result))
      .map((result) => ({
        area: result.area,
        id: result.id,
        reason: reasonOf(result),
        places: result.differences.map(({ path }) => path),
      })),
  };
}

/** docs/conformance.md: the table, then every case that differs with its reason. */
export function documentOf(
  results: readonly Result[],
  { date, commit }: { readonly date: string; readonly commit: string },
): string {
  const differing = scoresOf(results).filter(({ passed, total }) => passed < total);
  return `# How alike stepwell and AWS are

Written by \`npm run conformance\` on ${date}, at commit ${commit}. Do not edit: change the program, or the reasons in
\`test/conformance/explained.ts\`. How many of each area must match stands in \`test/conformance/floors.ts\`.

${tableOf(results)}

- **executions_\\***, **express_\\***: executions recorded on AWS, played through the API. They match when their
  histories, descriptions, outputs and log events are the same in every member, once ids, dates and names have their
  placeholders.
- **api**, **test_state**: calls recorded on AWS in their order, and every answer to them.
- **asl**: published definitions; the valid ones must be accepted, the invalid ones refused.
- **jsonpath**: queries with the answers of Jayway 2.10. **jsonata**: the suite of the JSONata project, version 2.2.

Not played: executions that call services other than Lambda, Step Functions, SNS and SQS.

Any endpoint can be asked the same: \`npm run conformance -- --endpoint http://127.0.0.1:4566\`. What it lacks counts as a
difference. jsonpath and jsonata are asked in this process only and have no line then.

## What differs, and why

${differing.map(({ area }) => sectionOf(area, results)).join('\n\n')}
`;
}

function sectionOf(area: string, results: readonly Result[]): string {
  const own = results.filter((result) => result.area === area && !isMatch(result));
  const reasons = Map.groupBy(own, (result) => reasonOf(result) ?? `Nobody knows why: ${summaryOf(result)}`);
  const paragraphs = [...reasons]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([reason, cases]) => `**${asSentence(reason)}** (${cases.length})\n\n${listOf(cases)}`);
  return `### ${area}\n\n${paragraphs.join('\n\n')}`;
}

function asSentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}

function listOf(cases: readonly Result[]): string {
  return cases
    .map(({ id }) => `- \`${id}\``)
    .sort()
    .join('\n');
}
