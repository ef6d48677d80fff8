"""Calls Step Functions with boto3: a JSON line in is a call, a JSON line out is what came of it."""

import datetime
import json
import sys

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError

try:
    from boto3 import client as create_client
except ImportError:
    # The AWS command line brings botocore alone; boto3's clients are made of it.
    create_client = botocore.session.get_session().create_client

client = create_client(
    "stepfunctions",
    endpoint_url=sys.argv[1],
    region_name="us-east-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
    config=Config(inject_host_prefix=False, retries={"total_max_attempts": 1}),
)
methods = {api: method for method, api in client.meta.method_to_api_mapping.items()}


def plain(value):
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    raise TypeError(type(value))


def outcome(call):
    method = methods.get(call["operation"])
    if method is None:
        return {"kind": "unknown", "problem": "it does not know " + call["operation"]}
    try:
        output = getattr(client, method)(**call["input"])
    except ParamValidationError as error:
        if "Unknown parameter" not in str(error):
            raise
        return {"kind": "unknown", "problem": str(error)}
    except ClientError as error:
        return {
            "kind": "refused",
            "code": error.response["Error"]["Code"],
            "message": error.response["Error"]["Message"],
        }
    del output["ResponseMetadata"]
    return {"kind": "answered", "output": output}


for line in sys.stdin:
    print(json.dumps(outcome(json.loads(line)), default=plain), flush=True)
