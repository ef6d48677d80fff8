#!/usr/bin/env bash
# Tutorial 2: errors of a function, caught by their names.
. "$(dirname "$0")/../tutorial.sh"

say 'A function that fails with an error of its own'
create_function FailFunction "$HERE/functions/FailFunction/index.js"
machine=$(create_machine Catchfailure "$HERE/catch-failure.asl.json")
checkpoint
execution=$(start "$machine" '{}')
expect 'the execution succeeds' "$(wait_end "$execution")" SUCCEEDED
expect 'by the catcher with that name' "$(output_of "$execution")" \
  '"This is a fallback from a custom Lambda function exception"'
expect 'the error is in the history' "$(sfn get-execution-history --execution-arn "$execution" \
  --query "events[?type=='LambdaFunctionFailed'].lambdaFunctionFailedEventDetails.error" --output text)" CustomError

say 'The same function with a plain error'
printf 'exports.handler = async () => { throw new Error("plain"); };' > "$WORK/index.js"
(cd "$WORK" && zip -q plain.zip index.js)
aws lambda update-function-code --function-name FailFunction --zip-file "fileb://$WORK/plain.zip" > /dev/null
execution=$(start "$machine" '{}')
expect 'the execution succeeds' "$(wait_end "$execution")" SUCCEEDED
expect 'by the catcher of States.TaskFailed' "$(output_of "$execution")" \
  '"This is a fallback from a reserved error code"'
