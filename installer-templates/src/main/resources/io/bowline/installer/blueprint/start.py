#!/usr/bin/env python3
# Puts the runner into the cluster that was just made. Run it in the shell of your cloud, where kubectl reaches the cluster:
#   python3 start.py begin install.tfvars    asks the control plane whether this may be made here, before anything is
#   python3 start.py start outputs.json      starts the runner; the file has the outputs of what was made
# It asks for the enrollment token, and keeps it nowhere but in one Secret of the cluster.
import base64
import getpass
import http.client
import json
import os
import re
import ssl
import subprocess
import sys

SETTINGS = json.loads(base64.b64decode("{settings}"))
CLOUD = SETTINGS["cloud"]
WAIT = "600s"


def failed(why):
    raise SystemExit("FAILED: " + why)


def asked_token():
    """Typed unseen, or the first line of what is piped in; never an argument, which every process sees."""
    said = getpass.getpass("Enrollment token: ") if sys.stdin.isatty() else sys.stdin.readline()
    if not re.fullmatch(r"[A-Za-z0-9_.-]{16,512}", said.strip()):
        failed("that is no token; make one with `bowline install token`")
    return said.strip()


def secret():
    for each in SETTINGS["objects"]:
        if each["kind"] == "Secret":
            return each


def home():
    """Where the control plane is, and whom to trust there: as the runner will know it."""
    document = json.loads(base64.b64decode(secret()["data"]["bootstrap.json"]))
    return dict(document["addresses"].get("artifacts", {}), authorities=document.get("authorities", ""))


def tell(token, phase, account, region, attempt, parameters=None, made=()):
    """Tells the control plane, and ends with its no; that it cannot be reached stops nothing."""
    word = {
        "token": token, "door": SETTINGS["door"], "phase": phase, "attempt": attempt,
        "account": account, "region": region, "parameters": parameters or {}, "made": list(made)}
    where = home()
    try:
        trust = ssl.create_default_context()
        trust.load_verify_locations(cadata=where["authorities"])
        line = http.client.HTTPSConnection(where["host"], where["port"], timeout=20, context=trust)
        line.request("POST", "/api/v1/door-reports", json.dumps(word), {"Content-Type": "application/json"})
        got = line.getresponse()
        text = got.read(65536).decode()
    except (OSError, http.client.HTTPException, ValueError, KeyError) as e:
        print("the control plane was not told: %s" % type(e).__name__)
        return
    if got.status in (400, 401, 409, 422):
        try:
            why = json.loads(text).get("detail", text)
        except ValueError:
            why = "status %d" % got.status
        failed("the control plane says no: %s" % why)
    if got.status >= 300:
        print("the control plane was not told: it answered %d" % got.status)


def attempt_of(account, region, name):
    return "%s/%s/%s/bowline-%s" % (CLOUD, account, region, name)


def values(file):
    """The lines of a file of values, each a name and a text."""
    found = {}
    with open(file) as lines:
        for line in lines:
            one = re.fullmatch(r'\s*([a-z_]+)\s*=\s*"([^"]*)"\s*', line.rstrip("\n"))
            if one:
                found[one.group(1)] = one.group(2)
    for name in ("name", "account_id", "region"):
        if not found.get(name):
            failed("%s: %s is missing; `bowline install show` has it" % (file, name))
    return found


def outputs(file):
    """Outputs, however they are wrapped: as Terraform's record has them, or as a service tells them."""
    def inside(node):
        if isinstance(node, dict):
            if isinstance(node.get("outputs"), dict):
                return node["outputs"]
            for each in node.values():
                found = inside(each)
                if found is not None:
                    return found
        if isinstance(node, list):
            for each in node:
                found = inside(each)
                if found is not None:
                    return found
        return None

    with open(file) as text:
        found = inside(json.load(text))
    if not found or "registry" not in found:
        failed("%s has no outputs of what was made: apply it first" % file)
    return {name: each["value"] for name, each in found.items() if isinstance(each, dict) and "value" in each}


def runner_settings(made):
    host, prefix = made["registry"].split("/", 1)
    kind = {"gcp": "google", "oci": "ocir"}[CLOUD]
    return "bowline.registry.url=https://%s\nbowline.registry.kind=%s\nbowline.registry.prefix=%s\n" % (host, kind, prefix)


def filled(thing, token, made):
    """The token goes into the one object that has a place for it, and nowhere else."""
    if thing["kind"] == "Secret":
        document = json.loads(base64.b64decode(thing["data"]["bootstrap.json"]))
        document.update(token=token, cloud=CLOUD, cloudAccount=made["account_id"], region=made["region"])
        thing["data"]["bootstrap.json"] = base64.b64encode(json.dumps(document).encode()).decode()
    if thing["kind"] == "ConfigMap":
        thing["data"]["runner.properties"] += runner_settings(made)
    if thing["kind"] == "ServiceAccount" and CLOUD == "gcp":
        thing["metadata"].setdefault("annotations", {})["iam.gke.io/gcp-service-account"] = made["runner_service_account"]
    return thing


def kubectl(*arguments, given=None):
    ended = subprocess.run(["kubectl", *arguments], input=given, text=True, capture_output=True, check=False)
    if ended.returncode:
        failed("kubectl %s: %s" % (arguments[0], ended.stderr.strip()[-500:]))
    print(ended.stdout.strip())


def made_things(made):
    yield {"kind": CLOUD + ":cluster", "id": made.get("cluster_id", made["cluster_name"]), "name": made["cluster_name"]}
    yield {"kind": CLOUD + ":registry", "id": made["registry"], "name": "registry"}
    yield {"kind": CLOUD + ":network", "id": made["vpc_id"], "name": "network"}


def begin(file):
    given = values(file)
    tell(asked_token(), "begun", given["account_id"], given["region"],
         attempt_of(given["account_id"], given["region"], given["name"]), given)
    print("nothing speaks against it")


def start(file):
    made = outputs(file)
    account, region = made["account_id"], made["region"]
    attempt = attempt_of(account, region, made["cluster_name"].removeprefix("bowline-"))
    token = asked_token()
    tell(token, "begun", account, region, attempt)
    tell(token, "made", account, region, attempt, made=made_things(made))
    objects = [filled(each, token, made) for each in SETTINGS["objects"]]
    # on its input, since arguments and files can be read by others
    kubectl("apply", "--server-side", "--force-conflicts", "--field-manager=bowline-installer", "-f", "-",
            given=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))
    last = objects[-1]
    kubectl("rollout", "status", "%s/%s" % (last["kind"].lower(), last["metadata"]["name"]),
            "--namespace", SETTINGS["namespace"], "--timeout", WAIT)
    print("the runner runs")


def main():
    verbs = {"begin": begin, "start": start}
    if len(sys.argv) != 3 or sys.argv[1] not in verbs or not os.path.exists(sys.argv[2]):
        raise SystemExit("usage: python3 start.py begin install.tfvars | python3 start.py start outputs.json")
    verbs[sys.argv[1]](sys.argv[2])


if __name__ == "__main__":
    main()
