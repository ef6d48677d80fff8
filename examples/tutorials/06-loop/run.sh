#!/usr/bin/env bash
# Tutorial 6: a loop that a function counts.
. "$(dirname "$0")/../tutorial.sh"

say 'A function that counts, and a machine that goes back to it'
create_function Iterator "$HERE/functions/Iterator/index.js"
machine=$(create_machine IterateCount "$HERE/iterate-count.asl.json")
checkpoint
execution=$(start "$machine" '{"Comment":"Test my Iterator function"}')
expect 'the execution succeeds' "$(wait_end "$execution")" SUCCEEDED
expect 'with the counter at its end' "$(output_of "$execution")" \
  '{"Comment":"Test my Iterator function","iterator":{"index":10,"step":1,"count":10,"continue":false},"result":{"success":true}}'
expect 'after ten calls' "$(event_types "$execution" | grep -c LambdaFunctionScheduled)" 10
expect 'and nine times the work' "$(sfn get-execution-history --execution-arn "$execution" \
  --query "length(events[?stateEnteredEventDetails.name=='ExampleWork'])" --output json)" 9
