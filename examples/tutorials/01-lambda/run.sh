#!/usr/bin/env bash
# Tutorial 1: a state machine that calls a function.
. "$(dirname "$0")/../tutorial.sh"
INPUT='{"who":"AWS Step Functions"}'

say 'A function, tried alone'
create_function HelloFunction "$HERE/../../hello/functions/HelloFunction/index.js"
printf '%s' "$INPUT" > "$WORK/payload.json"
aws lambda invoke --function-name HelloFunction --payload "fileb://$WORK/payload.json" "$WORK/answer.json" > /dev/null
expect 'the function says hello' "$(cat "$WORK/answer.json")" '"Hello from AWS Step Functions!"'

say 'A state machine that calls it'
machine=$(create_machine LambdaStateMachine "$HERE/../../hello/hello.asl.json")
checkpoint
execution=$(start "$machine" "$INPUT")
expect 'the execution succeeds' "$(wait_end "$execution")" SUCCEEDED
expect 'with the greeting' "$(output_of "$execution")" '"Hello from AWS Step Functions!"'
expect 'and AWS'"'"'s history' "$(event_types "$execution" | paste -sd' ')" \
  'ExecutionStarted TaskStateEntered TaskScheduled TaskStarted TaskSucceeded TaskStateExited ExecutionSucceeded'
