#!/usr/bin/env bash
# Tutorial 10: executions with X-Ray traces.
. "$(dirname "$0")/../tutorial.sh"
began=$(date +%s)

say 'Three functions that fail now and then, in a machine with tracing on'
for n in 1 2 3; do
  create_function "TestFunction$n" "$HERE/index.js" --tracing-config Mode=Active --environment 'Variables={SECONDS_MAX=2}'
done
machine=$(create_machine TraceFunctions "$HERE/trace-functions.asl.json" --tracing-configuration enabled=true)

say 'Ten executions'
succeeded=0 failed=0
for n in 1 2 3 4 5 6 7 8 9 10; do
  execution=$(start "$machine" '{}')
  if [ "$n" = 5 ]; then checkpoint; fi
  case $(wait_end "$execution") in
    SUCCEEDED) succeeded=$((succeeded + 1)) ;;
    FAILED) failed=$((failed + 1)) ;;
  esac
done
expect 'all of them end' "$((succeeded + failed))" 10
header=$(sfn describe-execution --execution-arn "$execution" --query traceHeader --output text)
expect 'each has a trace header' "$(grep -cE '^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=1$' <<< "$header")" 1

say 'The trace of the last one'
trace_id=${header#Root=} trace_id=${trace_id%%;*}
segments() { aws xray batch-get-traces --trace-ids "$trace_id" --query "$1" --output text; }
has_trace() { [ "$(segments 'length(Traces)')" = 1 ]; }
until_true has_trace
expect 'has the states as subsegments' "$(segments 'Traces[0].Segments[].Document' | grep -c CallTestFunction1)" 1

say 'The service map'
graph() { aws xray get-service-graph --start-time "$began" --end-time "$(($(date +%s) + 5))" --query "$1" --output text; }
expect 'has the machine and its first function' \
  "$(graph 'Services[].Name' | tr '\t' '\n' | grep -cE '^(TraceFunctions|TestFunction1)$' | sed 's/^[2-9]$/both/')" both
