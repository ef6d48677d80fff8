#!/usr/bin/env bash
# Tutorial 4: a web address that starts executions.
. "$(dirname "$0")/../tutorial.sh"

say 'A REST API with one method, which calls StartExecution'
machine=$(create_machine HelloWorld "$HERE/../helloworld.asl.json")
api=$(aws apigateway create-rest-api --name StartExecutionAPI --query id --output text)
root=$(aws apigateway get-resources --rest-api-id "$api" --query 'items[0].id' --output text)
resource=$(aws apigateway create-resource --rest-api-id "$api" --parent-id "$root" --path-part execution \
  --query id --output text)
method=(--rest-api-id "$api" --resource-id "$resource" --http-method POST)
aws apigateway put-method "${method[@]}" --authorization-type NONE > /dev/null
aws apigateway put-method-response "${method[@]}" --status-code 200 > /dev/null
integration=(--type AWS --integration-http-method POST --credentials "$ROLE"
  --uri "arn:aws:apigateway:$REGION:states:action/StartExecution")
aws apigateway put-integration "${method[@]}" "${integration[@]}" > /dev/null
aws apigateway put-integration-response "${method[@]}" --status-code 200 --selection-pattern '' > /dev/null

say 'Tried out before it is deployed'
tested=$(aws apigateway test-invoke-method "${method[@]}" --path-with-query-string /execution \
  --body "{\"input\":\"{}\",\"name\":\"Tried\",\"stateMachineArn\":\"$machine\"}" --query status --output text)
expect 'the test answers 200' "$tested" 200

say 'Deployed, and called'
aws apigateway create-deployment --rest-api-id "$api" --stage-name alpha --query id --output text
checkpoint
url="$AWS_ENDPOINT_URL/restapis/$api/alpha/_user_request_/execution"
post() { curl -s -X POST "$url" -d "$1"; }
answer=$(post "{\"input\":\"{}\",\"name\":\"MyExecution\",\"stateMachineArn\":\"$machine\"}")
execution=$(grep -oE 'arn:aws:states:[^"]*' <<< "$answer")
expect 'it answers with the execution' "$execution" "${machine/:stateMachine:/:execution:}:MyExecution"
expect 'and its start as a number' "$(grep -cE '"startDate":[0-9.E]+' <<< "$answer")" 1
expect 'which succeeds' "$(wait_end "$execution")" SUCCEEDED
expect 'the same name again is refused' \
  "$(post "{\"input\":\"{\\\"a\\\":1}\",\"name\":\"MyExecution\",\"stateMachineArn\":\"$machine\"}" |
    grep -o ExecutionAlreadyExists | head -n 1)" ExecutionAlreadyExists

say 'A mapping template makes any body the input'
cat > "$WORK/templates.json" <<TEMPLATES
{"application/json": "{\"input\": \"\$util.escapeJavaScript(\$input.json('\$')).replaceAll(\"\\\\\\\\'\",\"'\")\", \"stateMachineArn\": \"$machine\"}"}
TEMPLATES
aws apigateway put-integration "${method[@]}" "${integration[@]}" \
  --request-templates "file://$WORK/templates.json" --passthrough-behavior NEVER > /dev/null
aws apigateway put-integration-response "${method[@]}" --status-code 200 --selection-pattern '' > /dev/null
aws apigateway create-deployment --rest-api-id "$api" --stage-name alpha --query id --output text
answer=$(curl -s -X POST -H 'content-type: application/json' "$url" -d '{"who":"it'"'"'s \"me\""}')
execution=$(grep -oE 'arn:aws:states:[^"]*' <<< "$answer")
expect 'the execution succeeds' "$(wait_end "$execution")" SUCCEEDED
expect 'with the body as its input' \
  "$(sfn describe-execution --execution-arn "$execution" --query input --output text)" '{"who":"it'"'"'s \"me\""}'
