def answer(event, context, status, reason, data):
    body = json.dumps({
        "Status": status,
        "Reason": reason[:1000],
        "PhysicalResourceId": event.get("PhysicalResourceId") or event["LogicalResourceId"],
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": data,
    }).encode()
    url = urllib.parse.urlsplit(event["ResponseURL"])
    for attempt in range(5):
        try:
            kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
            asked = kind(url.netloc, timeout=20)
            asked.request("PUT", url.path + "?" + url.query, body, {"Content-Type": ""})
            if asked.getresponse().status < 300:
                return
        except OSError as e:
            print("CloudFormation does not take the answer: %s" % e)
        time.sleep(2)


def quietly(event, phase, reason=""):
    """Tells, and goes on whatever is said: nothing that comes too late stops a stack that goes."""
    try:
        tell(event, event["ResourceProperties"], phase, reason)
    except Exception as e:
        print("The control plane was told, and did not take it: %s" % type(e).__name__)


def handler(event, context):
    try:
        answer(event, context, "SUCCESS", "", act(event, event["ResourceProperties"]))
    except Exception as e:
        # never what was handed over: it has the token in it
        reason = str(e) if isinstance(e, Told) else "%s in the installer's function" % type(e).__name__
        print(reason)
        if event["RequestType"] == "Create" and not isinstance(e, Refused):
            quietly(event, "failed", reason)
        answer(event, context, "FAILED", reason, {})
