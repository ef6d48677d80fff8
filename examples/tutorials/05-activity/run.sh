#!/usr/bin/env bash
# Tutorial 5: an activity, whose worker may be anywhere.
. "$(dirname "$0")/../tutorial.sh"

say 'An activity, and a machine that waits for its worker'
activity=$(sfn create-activity --name get-greeting --query activityArn --output text)
expect 'creating it again gives the same' \
  "$(sfn create-activity --name get-greeting --query activityArn --output text)" "$activity"
machine=$(create_machine ActivityStateMachine "$HERE/activity-state-machine.asl.json")
execution=$(start "$machine" '{"who":"AWS Step Functions"}')
expect 'the execution waits' "$(event_types "$execution" | tail -n 1)" ActivityScheduled

say 'The worker'
read -r token input < <(sfn get-activity-task --activity-arn "$activity" --worker-name w1 \
  --query '[taskToken,input]' --output text)
expect 'gets the input' "$input" '{"who":"AWS Step Functions"}'
sfn send-task-heartbeat --task-token "$token"
checkpoint
sfn send-task-success --task-token "$token" --task-output '{"Hello":"AWS Step Functions"}'
expect 'the execution succeeds' "$(wait_end "$execution")" SUCCEEDED
expect 'with what the worker sent' "$(output_of "$execution")" '{"Hello":"AWS Step Functions"}'

say 'A token is good for one answer'
refused=$(sfn send-task-success --task-token "$token" --task-output '{}' 2>&1 || true)
expect 'the second one is refused' "$(grep -oE 'TaskTimedOut|TaskDoesNotExist' <<< "$refused" | head -n 1)" TaskTimedOut
refused=$(sfn send-task-success --task-token garbage --task-output '{}' 2>&1 || true)
expect 'and so is a made-up one' "$(grep -o InvalidToken <<< "$refused" | head -n 1)" InvalidToken
