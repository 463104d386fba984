# Looks before anything is made: is this the account, and which addresses has S3 here?
import http.client
import json
import time
import urllib.parse

import boto3


class Told(Exception):
    pass


{answer}

def act(event, given):
    here = event["StackId"].split(":")[4]
    if here != given["Account"]:
        raise Told("This is account %s, and the install is bound to %s. Sign in to that account." % (here, given["Account"]))
    name = "com.amazonaws.%s.s3" % given["Region"]
    found = boto3.client("ec2", region_name=given["Region"]).describe_managed_prefix_lists(
        Filters=[{"Name": "prefix-list-name", "Values": [name]}])["PrefixLists"]
    if len(found) != 1:
        raise Told("AWS has no prefix list %s, so no rule can be made for S3. Choose another region." % name)
    return {"S3": found[0]["PrefixListId"]}
