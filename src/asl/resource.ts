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
export type Pattern = 'requestResponse' | 'sync' | 'sync:2' | 'waitForTaskToken';
