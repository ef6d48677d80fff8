#!/usr/bin/env bash
# Tutorial 9: an execution that waits until a person has clicked a link in a mail.
. "$(dirname "$0")/../tutorial.sh"
EMAIL=you@example.com
stepwell() { (cd "$HERE/../../.." && npm run -s stepwell -- "$@"); }
# links PATTERN: the links in all mails that match, the newest last.
links() { mails | grep -oE 'https?://[^"\\ ]+' | grep -E "$1" || true; }

say 'The stack'
stepwell deploy "$HERE/template.yaml" --stack-name approval --parameters "Email=$EMAIL"
machine=$(sfn list-state-machines --query \
  "stateMachines[?contains(name, 'HumanApproval')].stateMachineArn | [0]" --output text)

say 'The subscription is confirmed'
has_link() { [ -n "$(links "$1")" ]; }
until_true has_link ConfirmSubscription
confirmation=$(links ConfirmSubscription | tail -n 1)
curl -sf -d "${confirmation#*\?}" "${confirmation%%\?*}" > /dev/null
topic=$(aws sns list-topics --query 'Topics[0].TopicArn' --output text)
expect 'by its link' "$(aws sns list-subscriptions-by-topic --topic-arn "$topic" \
  --query "starts_with(Subscriptions[0].SubscriptionArn, 'arn:')" --output text)" True

# approval NAME ACTION: an execution, and the link in its mail that a person clicks.
approval() {
  execution=$(start "$machine" '{}' --name "$1")
  until_true has_link "action=$2.*ex=$1"
  link=$(links "action=$2.*ex=$1" | tail -n 1)
}

say 'Approved'
approval ApprovalTest approve
expect 'the execution waits' "$(event_types "$execution" | tail -n 1)" TaskSubmitted
checkpoint
answer=$(curl -s -o /dev/null -w '%{http_code} %{redirect_url}' "$link")
expect 'the link leads to the execution' "$(grep -c "^302 .*$execution" <<< "$answer")" 1
expect 'the execution succeeds' "$(wait_end "$execution")" SUCCEEDED
expect 'approved' "$(output_of "$execution")" "{\"Status\":\"Approved! Task approved by $EMAIL\"}"
curl -s -o /dev/null "$link"
expect 'a second click changes nothing' "$(output_of "$execution")" "{\"Status\":\"Approved! Task approved by $EMAIL\"}"

say 'Rejected'
approval RejectionTest reject
curl -s -o /dev/null "$link"
expect 'the execution succeeds' "$(wait_end "$execution")" SUCCEEDED
expect 'rejected' "$(output_of "$execution")" "{\"Status\":\"Rejected! Task rejected by $EMAIL\"}"
