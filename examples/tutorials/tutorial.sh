# What the scripts of the tutorials share; each sources it first. Needs bash, zip and the AWS CLI.
set -euo pipefail

export AWS_ENDPOINT_URL="${AWS_ENDPOINT_URL:-http://127.0.0.1:8083}"
export AWS_ACCESS_KEY_ID="${AWS_ACCESS_KEY_ID:-test}" AWS_SECRET_ACCESS_KEY="${AWS_SECRET_ACCESS_KEY:-test}"
export AWS_DEFAULT_REGION="${AWS_DEFAULT_REGION:-us-east-1}" AWS_PAGER=''
export AWS_DISABLE_HOST_PREFIX_INJECTION=true

HERE=$(cd "$(dirname "${BASH_SOURCE[1]}")" && pwd)
ACCOUNT=$(aws sts get-caller-identity --query Account --output text 2>/dev/null || echo 123456789012)
REGION=$AWS_DEFAULT_REGION
ROLE="arn:aws:iam::$ACCOUNT:role/any"
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

sfn() { aws stepfunctions "$@"; }

say() { printf '\n== %s\n' "$*"; }

# create_function NAME FILE [OPTION...]: a Node function of one file, whose handler is `index.handler` unless told.
create_function() {
  local name=$1 file=$2 archive="$WORK/$1.zip"
  shift 2
  cp "$file" "$WORK/index.js"
  (cd "$WORK" && zip -q "$archive" index.js)
  aws lambda create-function --function-name "$name" --runtime nodejs24.x --handler index.handler --role "$ROLE" \
    --timeout 30 --zip-file "fileb://$archive" "$@" --query FunctionArn --output text
}

# create_machine NAME DEFINITION_FILE [OPTION...]: prints the ARN. `ACCOUNT_ID` and `REGION` in the file are replaced.
create_machine() {
  local name=$1 file=$2
  shift 2
  sfn create-state-machine --name "$name" --role-arn "$ROLE" "$@" \
    --definition "$(sed -e "s/123456789012/$ACCOUNT/g" -e "s/us-east-1/$REGION/g" "$file")" \
    --query stateMachineArn --output text
}

start() { sfn start-execution --state-machine-arn "$1" --input "$2" "${@:3}" --query executionArn --output text; }

# wait_end EXECUTION: waits for its end and prints the status.
wait_end() {
  local status end=$((SECONDS + 120))
  while [ $SECONDS -lt $end ]; do
    status=$(sfn describe-execution --execution-arn "$1" --query status --output text)
    [ "$status" = RUNNING ] || break
    sleep 0.2
  done
  echo "$status"
}

output_of() { sfn describe-execution --execution-arn "$1" --query output --output text; }

# event_types EXECUTION: the types of its history, one a line.
event_types() {
  sfn get-execution-history --execution-arn "$1" --query 'events[].type' --output text | tr '\t' '\n'
}

# mails: every mail in the mailbox as JSON, one a line, the oldest first. Text messages to phones lie there, too.
mails() {
  local id
  for id in $(curl -sf "$AWS_ENDPOINT_URL/mail.json" | grep -oE '"id":"[0-9a-f-]{36}"' | cut -d'"' -f4 | tac); do
    curl -sf "$AWS_ENDPOINT_URL/mail/$id.json"
    echo
  done
}

# until_true COMMAND...: tries again until it succeeds, for 90 seconds at most.
until_true() {
  local end=$((SECONDS + 90))
  while [ $SECONDS -lt $end ]; do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.2
  done
  echo "FAILED: still not true after 90 seconds: $*" >&2
  exit 1
}

expect() {
  if [ "$2" = "$3" ]; then
    echo "ok: $1"
  else
    printf 'FAILED: %s\n  wanted: %s\n  got:    %s\n' "$1" "$3" "$2" >&2
    exit 1
  fi
}

# The middle of a tutorial: the tests pull the plug of the server here.
checkpoint() { if [ -n "${TUTORIAL_CHECKPOINT:-}" ]; then $TUTORIAL_CHECKPOINT; fi; }
