#!/usr/bin/env python3
# Puts the runner into its cluster, waits until it runs, and takes this machine and its identity away again.
import base64
import http.client
import json
import re
import ssl
import time
import urllib.parse
import urllib.request

GIVEN = json.loads(base64.b64decode("{given}"))
OBJECTS = json.loads(base64.b64decode("{objects}"))
KUBERNETES = "6dae42f8-4368-4678-94ff-3960e28e3630"  # the application that every AKS is to Entra ID
MANAGER = "https://management.azure.com"
PATIENCE = 2400  # seconds; a role that was just given takes minutes to be known
PAUSE = 10


def say(what):
    with open("/dev/console", "w") as console:
        console.write("bowline-starter: %s\n" % what)


def token(resource):
    asked = urllib.request.Request(
        "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&client_id=%s&resource=%s"
        % (GIVEN["StarterClientId"], urllib.parse.quote(resource)), headers={"Metadata": "true"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return json.load(answer)["access_token"]


def ask(method, base, path, resource, body=None, kind="application/json", trust=None):
    """Asks until it is let in; what is said about a secret is not repeated."""
    until = time.monotonic() + PATIENCE
    place = urllib.parse.urlsplit(base)
    while True:
        try:
            asked = http.client.HTTPSConnection(place.hostname, place.port or 443, timeout=30, context=trust)
            asked.request(method, path, body, {
                "Authorization": "Bearer " + token(resource), "Content-Type": kind, "Accept": "application/json"})
            got = asked.getresponse()
            text = got.read().decode()
            if got.status < 300:
                return json.loads(text) if text else {}
            said = "%d" % got.status
            if got.status not in (401, 403, 404, 409, 429, 500, 502, 503, 504):
                raise SystemExit(failed("%s %s was answered %s" % (method, path, said)))
        except OSError as e:
            said = type(e).__name__
        if time.monotonic() > until:
            raise SystemExit(failed("%s %s was not let through within %d minutes: %s" % (method, path, PATIENCE // 60, said)))
        time.sleep(PAUSE)


def home():
    """Where the control plane is, and whom to trust there: as the runner will know it."""
    for each in OBJECTS:
        if each["object"]["kind"] == "Secret":
            document = json.loads(base64.b64decode(each["object"]["data"]["bootstrap.json"]))
            return dict(document["addresses"].get("artifacts", {}), authorities=document.get("authorities", ""))


HOME = home()


def tell(phase, reason=""):
    """Tells the control plane, and answers with its no; that it cannot be reached stops nothing."""
    group = GIVEN["ClusterId"].split("/providers/")[0]
    try:
        trust = ssl.create_default_context()
        trust.load_verify_locations(cadata=HOME["authorities"])
        asked = http.client.HTTPSConnection(HOME["host"], HOME["port"], timeout=10, context=trust)
        asked.request("POST", "/api/v1/door-reports", json.dumps({
            "token": GIVEN["Token"], "door": "arm", "phase": phase, "attempt": group,
            "account": group.split("/")[2], "region": GIVEN["Region"], "reason": reason[:1000],
            "made": [
                {"kind": "Microsoft.Resources/resourceGroups", "id": group, "name": "everything is in it"},
                {"kind": "Microsoft.ContainerService/managedClusters", "id": GIVEN["ClusterId"], "name": "cluster"},
                {"kind": "Microsoft.ContainerRegistry/registries", "id": GIVEN["Registry"], "name": "registry"},
            ]}), {"Content-Type": "application/json"})
        got = asked.getresponse()
        text = got.read(65536).decode()
        if got.status in (401, 409, 422):
            return "the control plane says no: %s" % json.loads(text)["detail"]
        if got.status >= 300:
            say("the control plane was not told: it answered %d" % got.status)
    except (OSError, http.client.HTTPException, ValueError, KeyError) as e:
        say("the control plane was not told: %s" % type(e).__name__)


def failed(why, told=False):
    say("FAILED: " + why)
    if GIVEN["Token"] and not told:
        tell("failed", why)
    say("Delete the resource group %s, and deploy again with a new token." % GIVEN["StarterGroup"])
    return why


def filled(thing):
    """The token goes into the one object that has a place for it, and nowhere else."""
    if thing["kind"] == "Secret":
        document = json.loads(base64.b64decode(thing["data"]["bootstrap.json"]))
        document.update(token=GIVEN["Token"], cloud="azure", cloudAccount=GIVEN["Account"], region=GIVEN["Region"])
        thing["data"]["bootstrap.json"] = base64.b64encode(json.dumps(document).encode()).decode()
    if thing["kind"] == "ConfigMap":
        host, prefix = GIVEN["Registry"].split("/", 1)
        thing["data"]["runner.properties"] += (
            "bowline.registry.url=https://%s\nbowline.registry.kind=acr\nbowline.registry.prefix=%s\n" % (host, prefix))
    if thing["kind"] == "ServiceAccount":
        thing["metadata"].setdefault("annotations", {})["azure.workload.identity/client-id"] = GIVEN["RunnerClientId"]
    if thing["kind"] == "StatefulSet":
        thing["spec"]["template"]["metadata"]["labels"]["azure.workload.identity/use"] = "true"
    return json.dumps(thing)


def main():
    if not GIVEN["Token"]:
        raise SystemExit(failed("enrollmentToken is empty: make one with `bowline install token`"))
    no = tell("begun") or tell("made")
    if no:
        raise SystemExit(failed(no, told=True))
    # without local accounts this tells an address and whom to trust there, and no credential
    known = ask("POST", MANAGER, GIVEN["ClusterId"] + "/listClusterUserCredential?api-version=2024-05-01", MANAGER, "{}")
    text = base64.b64decode(known["kubeconfigs"][0]["value"]).decode()
    server = re.search(r"^\s*server:\s*(\S+)\s*$", text, re.M).group(1)
    authority = base64.b64decode(re.search(r"certificate-authority-data:\s*(\S+)", text).group(1)).decode()
    trust = ssl.create_default_context(cadata=authority)

    def cluster(method, path, body=None):
        return ask(method, server, path, KUBERNETES, body, "application/apply-patch+yaml", trust)

    for each in OBJECTS:
        cluster("PATCH", each["path"] + "?fieldManager=bowline-installer&force=true", filled(each["object"]))
        runner = each
    until = time.monotonic() + PATIENCE
    while not cluster("GET", runner["path"]).get("status", {}).get("readyReplicas"):
        if time.monotonic() > until:
            raise SystemExit(failed("the runner does not start: look at its pod in namespace bowline"))
        time.sleep(PAUSE)
    say("the runner runs; this machine and its identity go now")
    ask("DELETE", MANAGER, GIVEN["MachineId"] + "?api-version=2024-07-01", MANAGER)
    ask("DELETE", MANAGER, GIVEN["StarterId"] + "?api-version=2023-01-31", MANAGER)


if __name__ == "__main__":
    main()
