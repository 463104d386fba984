# Puts the runner into its cluster, waits until it runs, and gives its own way into the cluster back.
import base64
import hashlib
import http.client
import json
import ssl
import time
import urllib.parse

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import ClientError
from botocore.model import ServiceId
from botocore.signers import RequestSigner

PATIENCE = 720


class Told(Exception):
    pass


{tell}

{answer}

def badge(given):
    session = boto3.session.Session(region_name=given["Region"])
    signer = RequestSigner(ServiceId("sts"), given["Region"], "sts", "v4", session.get_credentials(), session.events)
    url = signer.generate_presigned_url({
        "method": "GET",
        "url": "https://sts.%s.%s/?Action=GetCallerIdentity&Version=2011-06-15" % (given["Region"], given["Suffix"]),
        "body": {},
        "headers": {"x-k8s-aws-id": given["Cluster"]},
        "context": {},
    }, region_name=given["Region"], expires_in=60, operation_name="")
    return "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


class Cluster:
    def __init__(self, given):
        self.given = given
        self.place = urllib.parse.urlsplit(given["Endpoint"]).netloc
        self.trust = ssl.create_default_context(cadata=base64.b64decode(given["Authority"]).decode())
        self.until = time.monotonic() + PATIENCE

    def ask(self, method, path, body=None):
        """Asks until the cluster knows who asks: the way in takes a while to be open."""
        said = ""
        while True:
            try:
                asked = http.client.HTTPSConnection(self.place, timeout=20, context=self.trust)
                asked.request(method, path, body, {
                    "Authorization": "Bearer " + badge(self.given),
                    "Content-Type": "application/apply-patch+yaml",
                    "Accept": "application/json",
                })
                got = asked.getresponse()
                text = got.read().decode()
                if got.status < 300:
                    return json.loads(text)
                # what is said about a secret could repeat it
                said = "it answered %d%s" % (got.status, "" if "/secrets/" in path else " " + message(text))
                if got.status not in (401, 403, 409, 429, 500, 502, 503, 504):
                    raise Told("The cluster did not take %s: %s." % (path, said))
            except OSError as e:
                said = type(e).__name__
            if time.monotonic() > self.until:
                raise Told("The cluster did not take %s within %d minutes: %s." % (path, PATIENCE // 60, said))
            time.sleep(5)


def message(text):
    try:
        return json.loads(text).get("message", "")
    except ValueError:
        return ""


def filled(thing, given):
    """The token goes into the one object that has a place for it, and nowhere else."""
    if thing["kind"] == "Secret":
        document = json.loads(base64.b64decode(thing["data"]["bootstrap.json"]))
        document.update(token=given["Token"], cloud="aws", cloudAccount=given["Account"], region=given["Region"])
        thing["data"]["bootstrap.json"] = base64.b64encode(json.dumps(document).encode()).decode()
    if thing["kind"] == "ConfigMap":
        thing["data"]["runner.properties"] += given["Settings"]
    return json.dumps(thing)


def why_not(cluster, namespace):
    for pod in cluster.ask("GET", "/api/v1/namespaces/%s/pods?labelSelector=app.kubernetes.io/name=bowline-runner" % namespace)["items"]:
        for each in pod["status"].get("containerStatuses", []):
            for state in each["state"].values():
                if state.get("reason"):
                    return "its container is %s. %s" % (state["reason"], state.get("message", ""))
        for each in pod["status"].get("conditions", []):
            if each["status"] != "True" and each.get("message"):
                return each["message"]
    return "it has no pod"


def act(event, given):
    if event["RequestType"] == "Delete":
        return {}
    if event["RequestType"] == "Update":
        if event["OldResourceProperties"].get("Token") == given["Token"]:
            return {"Did": "left the runner as it is: it updates itself"}
        wanted = "To start another runner, update the stack with Starter=gone, and then with Starter=present and a new token."
        raise Told(wanted)
    if not given["Token"]:
        raise Told("EnrollmentToken is empty. Make one with `bowline install token`, and create the stack again.")
    tell(event, given, "made")
    cluster = Cluster(given)
    for each in json.loads(given["Objects"]):
        cluster.ask("PATCH", each["path"] + "?fieldManager=bowline-installer&force=true", filled(each["object"], given))
        runner = each
    namespace = runner["object"]["metadata"]["namespace"]
    while not cluster.ask("GET", runner["path"])["status"].get("readyReplicas"):
        if time.monotonic() > cluster.until - 60:
            raise Told("The runner does not start: %s" % why_not(cluster, namespace))
        time.sleep(5)
    try:
        boto3.client("eks", region_name=given["Region"]).delete_access_entry(clusterName=given["Cluster"], principalArn=given["Starter"])
    except ClientError as e:
        if e.response["Error"]["Code"] != "ResourceNotFoundException":
            raise Told("The runner runs, but the starter's access to the cluster could not be taken away: %s." % e.response["Error"]["Code"])
    return {"Did": "started the runner"}
