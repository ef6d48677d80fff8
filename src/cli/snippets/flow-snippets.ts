import type { JsonObject } from '../../base/json.ts';
import type { FlowSnippet, QueryLanguage } from './snippet.ts';

/** States that steer the workflow and call nothing. */
export const FLOW_SNIPPETS: readonly FlowSnippet[] = [
  {
    ...{ kind: 'flow', service: 'map', name: 'Map', summary: 'run the same states for each item of a list' },
    canFail: true,
    state: (language) => ({
      Type: 'Map',
      ...byLanguage(language, { ItemsPath: '$.items' }, { Items: '{% $states.input.items %}' }),
      MaxConcurrency: 10,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'Process item',
        States: { 'Process item': ENDS },
      },
    }),
  },
  {
    ...{ kind: 'flow', service: 'parallel', name: 'Parallel', summary: 'run branches at the same time' },
    canFail: true,
    state: () => ({
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Branch 1', States: { 'Branch 1': ENDS } },
        { StartAt: 'Branch 2', States: { 'Branch 2': ENDS } },
      ],
    }),
  },
  {
    ...{ kind: 'flow', service: 'choice', name: 'Choice', summary: 'go on by what the input says' },
    canFail: false,
    state: (language) => ({
      Type: 'Choice',
      Choices: [
        {
          ...byLanguage(
            language,
            { Variable: '$.status', StringEquals: 'READY' },
            { Condition: "{% $states.input.status = 'READY' %}" },
          ),
          Next: 'NEXT_STATE',
        },
      ],
      Default: 'FALLBACK_STATE',
    }),
  },
  {
    ...{ kind: 'flow', service: 'wait', name: 'Wait', summary: 'wait for a number of seconds' },
    canFail: false,
    state: () => ({ Type: 'Wait', Seconds: 60 }),
  },
];

const ENDS: JsonObject = { Type: 'Pass', End: true };

function byLanguage(language: QueryLanguage, inJsonPath: JsonObject, inJsonata: JsonObject): JsonObject {
  return language === 'JSONata' ? inJsonata : inJsonPath;
}
