# Looks before anything is made: is this the account, does the control plane agree, and which addresses has S3 here?
import hashlib
import http.client
import json
import ssl
import time
import urllib.parse

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest


class Told(Exception):
    pass


{tell}

{answer}

def act(event, given):
    if event["RequestType"] == "Delete":
        quietly(event, "deleted")
        return {}
    another = event.get("OldResourceProperties", {}).get("Token") != given.get("Token")
    tell(event, given, "begun" if another else "updated")
    here = event["StackId"].split(":")[4]
    if here != given["Account"]:
        raise Told("This is account %s, and the install is bound to %s. Sign in to that account." % (here, given["Account"]))
    name = "com.amazonaws.%s.s3" % given["Region"]
    found = boto3.client("ec2", region_name=given["Region"]).describe_managed_prefix_lists(
        Filters=[{"Name": "prefix-list-name", "Values": [name]}])["PrefixLists"]
    if len(found) != 1:
        raise Told("AWS has no prefix list %s, so no rule can be made for S3. Choose another region." % name)
    return {"S3": found[0]["PrefixListId"]}
