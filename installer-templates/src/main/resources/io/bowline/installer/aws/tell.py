class Refused(Told):
    pass


def proof(region, suffix, bound):
    """A question to STS, signed and not asked: the control plane asks it, and learns in which account this runs."""
    asked = AWSRequest("GET", "https://sts.%s.%s/?Action=GetCallerIdentity&Version=2011-06-15" % (region, suffix), headers={
        "x-bowline-enrollment": bound, "x-amz-content-sha256": hashlib.sha256(b"").hexdigest()})
    SigV4Auth(boto3.session.Session().get_credentials().get_frozen_credentials(), "sts", region).add_auth(asked)
    return {"authorization": asked.headers["Authorization"], "date": asked.headers["X-Amz-Date"],
            "sessionToken": asked.headers.get("X-Amz-Security-Token", "")}


def tell(event, given, phase, reason=""):
    """Tells the control plane. A refusal stops the stack with its sentence; that it cannot be reached from here does not."""
    if not given.get("Token") or not given.get("Home"):
        return
    home = json.loads(given["Home"])
    region, account = event["StackId"].split(":")[3:5]
    known = "sha256:" + hashlib.sha256(given["Token"].encode()).hexdigest()
    bound = hashlib.sha256(("bowline-door-v1\n%s\n%s\n%s\n" % (known, event["StackId"], phase)).encode()).hexdigest()
    made = [dict(zip(("kind", "name", "id"), each.split("|", 2))) for each in given.get("Made", [])]
    try:
        trust = ssl.create_default_context()
        trust.load_verify_locations(cadata=home["authorities"])
        asked = http.client.HTTPSConnection(home["host"], home["port"], timeout=10, context=trust)
        asked.request("POST", "/api/v1/door-reports", json.dumps({
            "token": given["Token"], "door": "cloudformation", "phase": phase, "attempt": event["StackId"],
            "account": account, "region": region, "install": given["InstallId"], "name": given["Name"],
            "parameters": given.get("Parameters", {}), "made": made, "reason": reason[:1000],
            "proof": proof(region, given["Suffix"], bound)}), {"Content-Type": "application/json"})
        got = asked.getresponse()
        text = got.read(65536).decode()
    except (OSError, http.client.HTTPException, ValueError) as e:
        print("The control plane was not told: %s" % type(e).__name__)
        return
    if got.status in (401, 409, 422):
        try:
            raise Refused("The control plane says no: %s" % json.loads(text)["detail"])
        except (ValueError, KeyError):
            pass
    if got.status >= 300:
        print("The control plane was not told: it answered %d" % got.status)
