#!/usr/bin/env bash
# Tutorial 8: a state out of the box sends a message to a phone.
. "$(dirname "$0")/../tutorial.sh"

say 'A machine with a state that was printed by `stepwell snippet`'
definition=$(cat "$HERE/hello-sns.asl.json")
expect 'is a good definition' \
  "$(sfn validate-state-machine-definition --definition "$definition" --query result --output text)" OK
machine=$(create_machine HelloSns "$HERE/hello-sns.asl.json")
checkpoint
execution=$(start "$machine" '{}')
expect 'the execution succeeds' "$(wait_end "$execution")" SUCCEEDED
expect 'with the id of the message' "$(output_of "$execution" | grep -c '"MessageId":"')" 1

say 'The message'
arrived() { mails | grep -q 'Hello from Step Functions!'; }
until_true arrived
expect 'is in the mailbox, to that phone' "$(mails | grep 'Hello from' | grep -oF '"+15550100"')" '"+15550100"'
