#!/usr/bin/env bash
# Tutorial 7: work that goes on in a new execution.
. "$(dirname "$0")/../tutorial.sh"

say 'A function that counts, and one that starts the machine again'
create_function Iterator "$HERE/index.js" --handler index.iterator
create_function Restart "$HERE/index.js" --handler index.restart
machine=$(create_machine ContinueAsNew "$HERE/continue-as-new.asl.json")
start "$machine" "{\"restart\":{\"StateMachineArn\":\"$machine\",\"executionCount\":4}}" --name Test1 > /dev/null
checkpoint

executions() { sfn list-executions --state-machine-arn "$machine" "$@" --output text; }
all_done() { [ "$(executions --status-filter SUCCEEDED --query 'length(executions)')" = 5 ]; }
until_true all_done
expect 'five executions, and no more' "$(executions --query 'length(executions)')" 5
counts=''
for execution in $(executions --query 'executions[].executionArn'); do
  input=$(sfn describe-execution --execution-arn "$execution" --query input --output text)
  counts="$(grep -oE '"executionCount":[0-9]+' <<< "$input" | grep -oE '[0-9]+$') $counts"
done
expect 'each with one less to go' "${counts% }" '4 3 2 1 0'
first=${machine/:stateMachine:/:execution:}:Test1
expect 'each with 101 calls of the iterator' "$(sfn get-execution-history --execution-arn "$first" \
  --query "length(events[?stateEnteredEventDetails.name=='Iterator'])" --output json)" 101
