#!/usr/bin/env bash
# Tutorial 3: an upload starts an execution.
. "$(dirname "$0")/../tutorial.sh"

say 'A bucket that tells EventBridge of its objects, and a rule'
machine=$(create_machine HelloWorld "$HERE/../helloworld.asl.json")
for bucket in username-sfn-tutorial another-bucket; do
  aws s3 mb "s3://$bucket"
  aws s3api put-bucket-notification-configuration --bucket "$bucket" \
    --notification-configuration '{"EventBridgeConfiguration":{}}'
done
aws events put-rule --name S3StepFunctions --event-pattern "file://$HERE/pattern.json" --query RuleArn --output text
failed=$(aws events put-targets --rule S3StepFunctions --targets "Id=1,Arn=$machine,RoleArn=$ROLE" \
  --query FailedEntryCount --output text)
expect 'the rule takes its target' "$failed" 0

say 'An upload'
printf 'not really a picture' > "$WORK/test.png"
checkpoint
aws s3 cp --quiet "$WORK/test.png" s3://another-bucket/
aws s3 cp --quiet "$WORK/test.png" s3://username-sfn-tutorial/
aws s3 rm --quiet s3://another-bucket/test.png

executions() { sfn list-executions --state-machine-arn "$machine" --query "$1" --output text; }
one_done() { [ "$(executions "length(executions[?status=='SUCCEEDED'])")" = 1 ]; }
until_true one_done
input=$(sfn describe-execution --execution-arn "$(executions 'executions[0].executionArn')" --query input --output text)
member() { python3 -c "import json,sys; event=json.load(sys.stdin); print($1)" <<< "$input"; }
expect 'its input is the event' "$(member 'event["detail-type"] + " " + event["source"]')" 'Object Created aws.s3'
expect 'of that bucket' "$(member 'event["resources"][0]')" arn:aws:s3:::username-sfn-tutorial
expect 'and that object' "$(member '(event["detail"]["object"]["key"], event["detail"]["object"]["size"])')" \
  "('test.png', 20)"
expect 'with the members that AWS has' "$(member '" ".join(sorted(event["detail"]))')" \
  'bucket object reason request-id requester source-ip-address version'
aws s3 rm --quiet s3://username-sfn-tutorial/test.png
expect 'nothing else starts one' "$(executions 'length(executions)')" 1
